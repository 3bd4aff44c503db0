#include "ops/scaled_dot_product.h"

#include "catch.h"
#include "gradients.h"
#include "naive.h"

using namespace regard;

namespace {

/// A batch of sentences with queries, keys and values of random sizes.
template <class T>
struct Fixture {
  int batch, targets, sources, width;
  std::vector<int> lengths;
  Matrix<T> query, key, value;

  Fixture(std::uint64_t seed, bool masked) {
    Rng rng(seed);
    batch = seed % 2 == 0 ? 1 : random_size(rng, 2, 4);
    targets = random_size(rng, 1, 6);
    sources = random_size(rng, 1, 6);
    width = random_size(rng, 1, 7);
    for (int b = 0; masked && b < batch; ++b) lengths.push_back(random_size(rng, 1, sources));
    query = random_matrix<T>(rng, targets * batch, width);
    key = random_matrix<T>(rng, sources * batch, width);
    value = random_matrix<T>(rng, sources * batch, random_size(rng, 1, 5));
  }

  Sentences sizes() const { return {batch, lengths}; }
};

}  // namespace

TEMPLATE_TEST_CASE("scaled dot-product attention agrees with a loop", "[ops][scaled_dot_product]", float, double) {
  using T = TestType;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    Fixture<T> f(seed, seed % 3 != 0);
    CAPTURE(f.batch, f.targets, f.sources, f.width, f.lengths);
    Matrix<double> values(f.targets * f.batch, f.value.cols), alpha(f.targets * f.batch, f.sources);
    for (int b = 0; b < f.batch; ++b) {
      const int n = f.lengths.empty() ? f.sources : f.lengths[static_cast<std::size_t>(b)];
      for (int i = 0; i < f.targets; ++i) {
        std::vector<double> scores(static_cast<std::size_t>(n));
        for (int j = 0; j < n; ++j) {
          double& e = scores[static_cast<std::size_t>(j)];
          for (int k = 0; k < f.width; ++k) {
            e += static_cast<double>(f.query(i * f.batch + b, k)) * static_cast<double>(f.key(j * f.batch + b, k));
          }
          e /= std::sqrt(static_cast<double>(f.width));
        }
        const std::vector<double> p = naive::softmax(scores);
        for (int j = 0; j < n; ++j) {
          alpha(b * f.targets + i, j) = p[static_cast<std::size_t>(j)];
          for (int k = 0; k < f.value.cols; ++k) {
            values(i * f.batch + b, k) += p[static_cast<std::size_t>(j)] * static_cast<double>(f.value(j * f.batch + b, k));
          }
        }
      }
    }
    Arena arena;
    Tape<T> tape(arena, Tape<T>::Mode::kInference);
    const LookedUp<T> result = scaled_dot_product(tape, f.query.leaf(), f.key.leaf(), f.value.leaf(), f.sizes());
    CHECK(difference(Matrix<T>(result.values.value), values, kRounding<T>) == "");
    CHECK(difference(Matrix<T>(result.alpha), alpha, kRounding<T>) == "");
  }
}

TEST_CASE("the gradients of scaled dot-product attention are those of central differences", "[ops][scaled_dot_product][gradient]") {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Fixture<double> f(seed, seed % 3 != 0);
    CAPTURE(f.batch, f.targets, f.sources, f.width, f.lengths);
    const Operation attend = [&f](Tape<double>& tape, const std::vector<Var<double>>& in) {
      return scaled_dot_product(tape, in[0], in[1], in[2], f.sizes()).values;
    };
    check_gradients(attend, {f.query, f.key, f.value});
    check_inference(attend, {f.query, f.key, f.value});
    // One sequence in all three places, as in self-attention: its gradients add up.
    const Operation itself = [&f](Tape<double>& tape, const std::vector<Var<double>>& in) {
      return scaled_dot_product(tape, in[0], in[0], in[0], f.sizes()).values;
    };
    check_gradients(itself, {f.key});
  }
}

TEST_CASE("padding receives zero weight and no gradient, whatever stands there", "[ops][scaled_dot_product][gradient]") {
  Rng rng(5);
  Matrix<double> query = random_matrix(rng, 2 * 3, 4), key = random_matrix(rng, 2 * 4, 4), value = random_matrix(rng, 2 * 4, 3);
  const std::vector<int> lengths = {3, 1};
  Matrix<double> d_key(8, 4), d_value(8, 3);
  const auto run = [&] {
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kRecording);
    const LookedUp<double> result = scaled_dot_product(tape, query.leaf(), key.leaf(&d_key), value.leaf(&d_value), {2, lengths});
    const std::pair kept{Matrix<double>(result.values.value), Matrix<double>(result.alpha)};
    tape.backward(weighted_scalar(tape, result.values));
    return kept;
  };
  const auto [before, alpha] = run();
  for (int i = 0; i < 3; ++i) {
    CHECK(alpha(i, 3) == 0);
    for (int j = 1; j < 4; ++j) CHECK(alpha(3 + i, j) == 0);
    CHECK(alpha(3 + i, 0) == 1);
  }
  for (int b = 0; b < 2; ++b) {
    for (int j = 0; j < 4; ++j) {
      const bool is_token = j < lengths[static_cast<std::size_t>(b)];
      CAPTURE(b, j);
      // The score of a sentence's only token cannot change its weight of 1.
      CHECK((d_key(j * 2 + b, 0) != 0) == (is_token && b == 0));
      CHECK((d_value(j * 2 + b, 0) != 0) == is_token);
      if (is_token) continue;
      for (int k = 0; k < 4; ++k) key(j * 2 + b, k) = 1000;
      for (int k = 0; k < 3; ++k) value(j * 2 + b, k) = -1000;
    }
  }
  CHECK(run().first == before);
}

TEST_CASE("no lengths means that nothing is padded", "[ops][scaled_dot_product]") {
  Fixture<double> f(7, false);
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const std::vector<int> all(static_cast<std::size_t>(f.batch), f.sources);
  const auto attend = [&](const Sentences& batch) {
    return Matrix<double>(scaled_dot_product(tape, f.query.leaf(), f.key.leaf(), f.value.leaf(), batch).values.value);
  };
  CHECK(attend({f.batch, {}}) == attend({f.batch, all}));
}

TEST_CASE("scaled dot-product attention refuses shapes and lengths that do not fit", "[ops][scaled_dot_product]") {
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const auto refuses = [&](int query_rows, int key_width, int value_rows, const Sentences& batch) {
    CHECK_THROWS_AS(
        scaled_dot_product(tape, tape.make_zero(query_rows, 3), tape.make_zero(4, key_width), tape.make_zero(value_rows, 2), batch),
        MisuseError);
  };
  refuses(2, 2, 4, {});
  refuses(2, 3, 3, {});
  refuses(3, 3, 4, {2, {}});
  refuses(2, 3, 4, {0, {}});
  for (const std::vector<int>& lengths : {std::vector<int>{1}, {0, 1}, {1, 3}, {1, -1}}) refuses(2, 3, 4, {2, lengths});
}
