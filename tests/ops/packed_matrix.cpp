#include "ops/packed_matrix.h"

#include <limits>

#include "catch.h"
#include "naive.h"

using namespace regard;

namespace {

struct Sizes {
  int n, rows, cols;
};

/// One vector and several, 1-wide and odd sizes, whole panels, and one more than the integers' whole range allows (516 columns).
const std::vector<Sizes> kSizes = {{1, 1, 1},   {1, 1, 7},    {1, 16, 1},   {1, 16, 32},  {2, 17, 5},
                                   {3, 33, 31}, {5, 48, 256}, {1, 40, 517}, {2, 20, 640}, {4, 3, 2000}};

Tensor<const float> constant(Matrix<float>& m) { return {m.data.data(), m.rows, m.cols}; }

/// Rows of integers -127 .. 127, at least one of them of that size, times a scale.
Matrix<float> integer_matrix(Rng& rng, int rows, int cols) {
  Matrix<float> w(rows, cols);
  for (int i = 0; i < rows; ++i) {
    const float scale = static_cast<float>(0.001 + rng.uniform());
    for (int k = 0; k < cols; ++k) w(i, k) = scale * static_cast<float>(random_size(rng, -127, 127));
    w(i, random_size(rng, 0, cols - 1)) = scale * (i % 2 == 0 ? 127.0f : -127.0f);
  }
  return w;
}

/// What the rounding of x to 16 bits may cost: half a step for every weight.
double rounding(const Matrix<float>& w, const Matrix<float>& x) {
  double heaviest = 0, highest = 0;
  for (int i = 0; i < w.rows; ++i) {
    double sum = 0;
    for (int k = 0; k < w.cols; ++k) sum += std::abs(static_cast<double>(w(i, k)));
    heaviest = std::max(heaviest, sum);
  }
  for (float number : x.data) highest = std::max(highest, std::abs(static_cast<double>(number)));
  const double steps = std::min(32767.0, std::floor(2147483647.0 / (127.0 * w.cols)));
  return 0.5 * highest / steps * heaviest;
}

/// Are x W^T, in place of `before` and added to it, those of three loops?
void check_products(const PackedMatrix& packed, const Matrix<float>& w, Matrix<float>& x, const Matrix<float>& before, double tolerance) {
  const Matrix<double> replaced = naive::product(x, naive::transpose(w));
  Matrix<double> added = replaced;
  for (std::size_t e = 0; e < added.data.size(); ++e) added.data[e] += static_cast<double>(before.data[e]);
  Matrix<float> y = before;
  packed.multiply(x.view(), y.view(), Write::kReplace);
  CHECK(difference(y, replaced, tolerance) == "");
  y = before;
  packed.multiply(x.view(), y.view(), Write::kAdd);
  CHECK(difference(y, added, tolerance) == "");
}

}  // namespace

TEST_CASE("a packed matrix of floats multiplies as three loops do, replacing and adding", "[ops][packed]") {
  for (const auto& [n, rows, cols] : kSizes) {
    if (cols == 1) continue;  // a row of one number is an integer times a scale
    CAPTURE(n, rows, cols);
    Rng rng(static_cast<std::uint64_t>(n * 10000 + rows * 100 + cols));
    Matrix<float> w = random_matrix<float>(rng, rows, cols), x = random_matrix<float>(rng, n, cols);
    const PackedMatrix packed(constant(w));
    CHECK_FALSE(packed.has_integers());
    const double tolerance = kRounding<float> * (1 + cols / 200.0);
    check_products(packed, w, x, random_matrix<float>(rng, n, rows), tolerance);
  }
}

TEST_CASE("a matrix of integers times scales is packed as integers; its products differ by the rounding of the vectors to 16 bits",
          "[ops][packed]") {
  for (const auto& [n, rows, cols] : kSizes) {
    CAPTURE(n, rows, cols);
    Rng rng(static_cast<std::uint64_t>(n * 10000 + rows * 100 + cols));
    Matrix<float> w = integer_matrix(rng, rows, cols), x = random_matrix<float>(rng, n, cols);
    const PackedMatrix packed(constant(w));
    CHECK(packed.has_integers());
    const double tolerance = rounding(w, x) + kRounding<float> * cols;
    check_products(packed, w, x, random_matrix<float>(rng, n, rows), tolerance);
  }
}

TEST_CASE("the largest integers times the largest vectors do not overflow", "[ops][packed]") {
  for (int cols : {516, 517, 4096}) {
    Matrix<float> w(1, cols, 127.0f), x(1, cols, 2.0f), y(1, 1);
    const PackedMatrix packed(constant(w));
    REQUIRE(packed.has_integers());
    packed.multiply(x.view(), y.view(), Write::kReplace);
    CHECK(y(0, 0) == Approx(254.0 * cols));
  }
}

TEST_CASE("vectors of integers up to 16 bits are multiplied exactly", "[ops][packed]") {
  Rng rng(5);
  Matrix<float> w = integer_matrix(rng, 19, 33);
  for (int i = 0; i < w.rows; ++i) {
    // Scales of 1: the products are integers too.
    for (int k = 0; k < w.cols; ++k) w(i, k) = static_cast<float>(random_size(rng, -127, 127));
    w(i, 0) = 127;
  }
  Matrix<float> x(1, 33), y(1, 19);
  for (float& number : x.data) number = static_cast<float>(random_size(rng, -100, 100));
  x(0, 3) = 32767;
  const PackedMatrix packed(constant(w));
  packed.multiply(x.view(), y.view(), Write::kReplace);
  CHECK(difference(y, naive::product(x, naive::transpose(w)), 1e-7) == "");
}

TEST_CASE("rows of zeros, vectors of zeros and rows of one sign are packed and multiplied", "[ops][packed]") {
  Matrix<float> w(3, 2, {0, 0, -127, 1, 2, 127}), x(2, 2, {0, 0, 3, 5}), y(2, 3, 9.0f);
  const PackedMatrix packed(constant(w));
  CHECK(packed.has_integers());
  packed.multiply(x.view(), y.view(), Write::kReplace);
  CHECK(difference(y, Matrix<double>(2, 3, {0, 0, 0, 0, -376, 641}), 1e-4) == "");
}

TEST_CASE("a vector with a number that is not finite gives products that are none", "[ops][packed]") {
  const float kInfinity = std::numeric_limits<float>::infinity();
  for (float bad : {kInfinity, -kInfinity, std::nanf("")}) {
    Matrix<float> w(1, 3, {127, 1, 2}), x(1, 3, {1, bad, 2}), y(1, 1);
    PackedMatrix(constant(w)).multiply(x.view(), y.view(), Write::kReplace);
    CHECK(std::isnan(y(0, 0)));
  }
}

TEST_CASE("weights that are not finite are kept as floats", "[ops][packed]") {
  Matrix<float> w(1, 2, {std::numeric_limits<float>::infinity(), 1});
  CHECK_FALSE(PackedMatrix(constant(w)).has_integers());
}

TEST_CASE("an empty packed matrix multiplies to nothing", "[ops][packed]") {
  PackedMatrix().multiply({nullptr, 3, 0}, {nullptr, 3, 0}, Write::kReplace);
  Matrix<float> y(2, 3, 4.0f);
  PackedMatrix(Tensor<const float>{nullptr, 3, 0}).multiply({nullptr, 2, 0}, y.view(), Write::kReplace);
  CHECK(y == Matrix<float>(2, 3, 0.0f));
}
