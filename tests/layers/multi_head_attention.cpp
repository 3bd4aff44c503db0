#include "layers/attention/multi_head.h"

#include "catch.h"
#include "gradients.h"
#include "naive.h"

using namespace regard;

namespace {

constexpr int kWidth = 5, kHeads = 3, kHeadDim = 2, kBatch = 2, kTargets = 3, kSources = 4;

struct Fixture {
  ParameterLayout layout;
  MultiHeadAttention layer{layout, "attention", kWidth, kHeads, kHeadDim};
  AlignedVector<double> values;
  Matrix<double> x, y;
  std::vector<int> lengths{4, 2};

  explicit Fixture(std::uint64_t seed) {
    Rng rng(seed);
    values = random_matrix(rng, 1, static_cast<int>(layout.size()), 0.6).data;
    x = random_matrix(rng, kTargets * kBatch, kWidth);
    y = random_matrix(rng, kSources * kBatch, kWidth);
  }

  Matrix<double> weight(const Parameter& p) const {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(p.offset);
    return {p.rows, p.cols, AlignedVector<double>(begin, begin + static_cast<std::ptrdiff_t>(p.size()))};
  }

  Sentences batch() const { return {kBatch, lengths}; }
};

/// Rows b, B + b, .. of a time-major sequence: sentence b, the first `length` of them.
Matrix<double> sentence(const Matrix<double>& all, int b, int length) {
  Matrix<double> one(length, all.cols);
  for (int i = 0; i < length; ++i) {
    for (int k = 0; k < all.cols; ++k) one(i, k) = all(i * kBatch + b, k);
  }
  return one;
}

Matrix<double> columns_of(const Matrix<double>& all, int first, int count) {
  Matrix<double> some(all.rows, count);
  for (int i = 0; i < all.rows; ++i) {
    for (int k = 0; k < count; ++k) some(i, k) = all(i, first + k);
  }
  return some;
}

/// What one head adds to the output for one sentence, by the paper's definition.
Matrix<double> naive_head(const Fixture& f, int head, const Matrix<double>& x, const Matrix<double>& y) {
  const auto project = [&](const Matrix<double>& from, const Parameter& p) {
    return columns_of(naive::product(from, naive::transpose(f.weight(p))), head * kHeadDim, kHeadDim);
  };
  const Matrix<double> q = project(x, f.layer.query), k = project(y, f.layer.key), v = project(y, f.layer.value);
  const Matrix<double> scores = naive::product(q, naive::transpose(k));
  Matrix<double> alpha(scores.rows, scores.cols);
  for (int i = 0; i < scores.rows; ++i) {
    std::vector<double> row = naive::row(scores, i);
    for (double& e : row) e /= std::sqrt(static_cast<double>(kHeadDim));
    const std::vector<double> p = naive::softmax(row);
    std::copy(p.begin(), p.end(), &alpha(i, 0));
  }
  const Matrix<double> block = columns_of(f.weight(f.layer.output), head * kHeadDim, kHeadDim);
  return naive::product(naive::product(alpha, v), naive::transpose(block));
}

}  // namespace

TEST_CASE("multi-head attention agrees with a loop over sentences and heads", "[layers][multi_head]") {
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    Fixture f(seed);
    Matrix<double> expected(kTargets * kBatch, kWidth);
    for (int b = 0; b < kBatch; ++b) {
      const Matrix<double> x = sentence(f.x, b, kTargets), y = sentence(f.y, b, f.lengths[static_cast<std::size_t>(b)]);
      for (int head = 0; head < kHeads; ++head) {
        const Matrix<double> one = naive_head(f, head, x, y);
        for (int i = 0; i < kTargets; ++i) {
          for (int k = 0; k < kWidth; ++k) expected(i * kBatch + b, k) += one(i, k);
        }
      }
    }
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kInference);
    const auto attended = f.layer(Pass<double>{tape, f.values.data()}, f.x.leaf(), f.y.leaf(), f.batch());
    CHECK(difference(Matrix<double>(attended.output.value), expected, 1e-13) == "");
    REQUIRE(attended.alpha.size() == kHeads);
    for (const Tensor<double>& alpha : attended.alpha) {
      for (int i = 0; i < alpha.rows; ++i) {
        double sum = 0;
        for (int j = 0; j < alpha.cols; ++j) sum += alpha(i, j);
        CHECK(sum == Approx(1).epsilon(1e-14));
      }
    }
  }
}

TEST_CASE("heads computed apart add up to the layer", "[layers][multi_head]") {
  Fixture f(1);
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const Pass<double> pass{tape, f.values.data()};
  const Matrix<double> whole(f.layer(pass, f.x.leaf(), f.y.leaf(), f.batch()).output.value);
  Matrix<double> sum(kTargets * kBatch, kWidth);
  for (const HeadRange& heads : {HeadRange{0, 1}, HeadRange{1, 2}}) {
    const Matrix<double> part(f.layer.share(pass, f.x.leaf(), f.y.leaf(), f.batch(), heads).output.value);
    for (std::size_t k = 0; k < sum.data.size(); ++k) sum.data[k] += part.data[k];
  }
  CHECK(difference(sum, whole, 1e-14) == "");
}

TEST_CASE("self-attention does not know the order of its tokens", "[layers][multi_head]") {
  Fixture f(2);
  Matrix<double> x = sentence(f.y, 0, kSources), permuted(kSources, kWidth);
  const std::vector<int> order = {2, 0, 3, 1};
  for (int i = 0; i < kSources; ++i) {
    for (int k = 0; k < kWidth; ++k) permuted(i, k) = x(order[static_cast<std::size_t>(i)], k);
  }
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const Pass<double> pass{tape, f.values.data()};
  const Matrix<double> plain(f.layer(pass, x.leaf(), x.leaf(), {}).output.value);
  const Matrix<double> moved(f.layer(pass, permuted.leaf(), permuted.leaf(), {}).output.value);
  Matrix<double> expected(kSources, kWidth);
  for (int i = 0; i < kSources; ++i) {
    for (int k = 0; k < kWidth; ++k) expected(i, k) = plain(order[static_cast<std::size_t>(i)], k);
  }
  CHECK(difference(moved, expected, 1e-14) == "");
}

TEST_CASE("the gradients of multi-head attention are those of central differences", "[layers][multi_head][gradient]") {
  for (const HeadRange& heads : {HeadRange{0, kHeads}, HeadRange{1, 2}, HeadRange{2, 1}}) {
    CAPTURE(heads.first, heads.count);
    const Fixture f(3);
    const Operation run = [&f, heads](Tape<double>& tape, const std::vector<Var<double>>& in) {
      return f.layer.share(Pass<double>{tape, in[2].value.data, in[2].grad}, in[0], in[1], f.batch(), heads).output;
    };
    check_gradients(run, {f.x, f.y, Matrix<double>(1, static_cast<int>(f.layout.size()), f.values)});
  }
}

TEST_CASE("multi-head attention refuses heads that it does not have", "[layers][multi_head]") {
  Fixture f(4);
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const Pass<double> pass{tape, f.values.data()};
  for (const HeadRange& heads : {HeadRange{-1, 1}, HeadRange{0, 0}, HeadRange{2, 2}}) {
    CHECK_THROWS_AS(f.layer.share(pass, f.x.leaf(), f.y.leaf(), f.batch(), heads), MisuseError);
  }
}
