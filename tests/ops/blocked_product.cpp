#include "ops/blocked_product.h"

#include "catch.h"
#include "naive.h"

using namespace regard;

namespace {

struct Sizes {
  int m, n, k;
};

/// Few rows and many, odd sizes, 1-wide ones, whole tiles and blocks (256 deep, 128 wide) and one more than that.
const std::vector<Sizes> kSizes = {{1, 1, 1},   {1, 1, 9},   {1, 16, 4},   {1, 17, 5},    {2, 5, 3},     {3, 33, 7},  {3, 32, 1},
                                   {4, 16, 16}, {5, 15, 13}, {7, 129, 31}, {64, 128, 64}, {2, 300, 257}, {9, 1, 520}, {6, 130, 256}};

/// The numbers of `m`, one number behind the beginning of a cache line.
struct Unaligned {
  explicit Unaligned(const Matrix<float>& m) : data(m.data.size() + 1) { std::copy(m.data.begin(), m.data.end(), data.begin() + 1); }
  const float* begin() const { return data.data() + 1; }
  AlignedVector<float> data;
};

}  // namespace

TEST_CASE("the blocked product agrees with three loops in every layout, replacing and adding, on unaligned rows", "[ops][product]") {
  for (const auto& [m, n, k] : kSizes) {
    CAPTURE(m, n, k);
    Rng rng(static_cast<std::uint64_t>(m * 10000 + n * 100 + k));
    const Matrix<float> a = random_matrix<float>(rng, m, k), b = random_matrix<float>(rng, k, n), before = random_matrix<float>(rng, m, n);
    const Matrix<double> replaced = naive::product(a, b);
    Matrix<double> added = replaced;
    for (std::size_t e = 0; e < added.data.size(); ++e) added.data[e] += static_cast<double>(before.data[e]);
    const Unaligned plain_a(a), plain_b(b), turned_a(naive::transpose(a)), turned_b(naive::transpose(b));
    const Factor as[] = {{plain_a.begin(), k, 1}, {turned_a.begin(), 1, m}}, bs[] = {{plain_b.begin(), n, 1}, {turned_b.begin(), 1, k}};
    for (const Factor& left : as) {
      for (const Factor& right : bs) {
        CAPTURE(left.col_step, right.col_step);
        Matrix<float> c = before;
        blocked_product(left, right, k, c.view(), Write::kReplace);
        CHECK(difference(c, replaced, kRounding<float>) == "");
        c = before;
        blocked_product(left, right, k, c.view(), Write::kAdd);
        CHECK(difference(c, added, kRounding<float>) == "");
      }
    }
    for (const Factor& right : bs) {
      AlignedVector<float> panels(panels_size(k, n) + 1, -7.0f);
      pack_panels(right, k, n, panels.data());
      CHECK(panels.back() == -7.0f);
      for (const Factor& left : as) {
        CAPTURE(left.col_step, right.col_step);
        Matrix<float> c = before;
        blocked_product(left, panels.data(), k, c.view(), Write::kReplace);
        CHECK(difference(c, replaced, kRounding<float>) == "");
        c = before;
        blocked_product(left, panels.data(), k, c.view(), Write::kAdd);
        CHECK(difference(c, added, kRounding<float>) == "");
      }
    }
  }
}

TEST_CASE("a blocked product over no terms is zero, or adds nothing; one without rows or columns writes nothing", "[ops][product]") {
  Matrix<float> c(2, 3, 5.0f);
  blocked_product({nullptr, 0, 1}, {nullptr, 3, 1}, 0, c.view(), Write::kAdd);
  CHECK(c == Matrix<float>(2, 3, 5.0f));
  blocked_product({nullptr, 0, 1}, {nullptr, 3, 1}, 0, c.view(), Write::kReplace);
  CHECK(c == Matrix<float>(2, 3, 0.0f));
  const Matrix<float> a(2, 4, 1.0f);
  blocked_product({a.data.data(), 4, 1}, {nullptr, 0, 1}, 4, {nullptr, 2, 0}, Write::kReplace);
  blocked_product({nullptr, 4, 1}, {a.data.data(), 2, 1}, 4, {nullptr, 0, 2}, Write::kReplace);
}

TEST_CASE("the blocked product reads nothing beyond its factors", "[ops][product]") {
  // The sanitizers see a read behind the end; the last row of b is not a whole panel here.
  Matrix<float> a(1, 3, {1, 2, 3}), b(3, 2, {1, 2, 3, 4, 5, 6}), c(1, 2);
  blocked_product({a.data.data(), 3, 1}, {b.data.data(), 2, 1}, 3, c.view(), Write::kReplace);
  CHECK(c == Matrix<float>(1, 2, {22, 28}));
}
