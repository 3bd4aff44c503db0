#include "ops/product.h"

#include "catch.h"
#include "naive.h"

using namespace regard;

namespace {

struct Sizes {
  int m, n, k;
};

/// One row, one column, single numbers, whole vector registers, their remainders, and more than one of Eigen's blocks.
const std::vector<Sizes> kSizes = {{1, 1, 1}, {1, 7, 5}, {1, 64, 33}, {1, 1, 40},  {5, 1, 3},
                                   {2, 3, 1}, {3, 4, 5}, {8, 16, 32}, {17, 9, 31}, {65, 33, 70}};

}  // namespace

TEMPLATE_TEST_CASE("the products agree with three loops, replacing and adding", "[ops][product]", float, double) {
  using T = TestType;
  for (const auto& [m, n, k] : kSizes) {
    CAPTURE(m, n, k);
    Rng rng(static_cast<std::uint64_t>(m * 10000 + n * 100 + k));
    Matrix<T> a = random_matrix<T>(rng, m, k), b = random_matrix<T>(rng, k, n);
    Matrix<T> a_t = naive::transpose(a), b_t = naive::transpose(b);
    const Matrix<T> before = random_matrix<T>(rng, m, n);
    const Matrix<double> replaced = naive::product(a, b);
    Matrix<double> added = replaced;
    for (std::size_t e = 0; e < added.data.size(); ++e) added.data[e] += static_cast<double>(before.data[e]);

    Matrix<T> c = before;
    product_nt(a.view(), b_t.view(), c.view(), Write::kReplace);
    CHECK(difference(c, replaced, kRounding<T>) == "");
    c = before;
    product_nt(a.view(), b_t.view(), c.view(), Write::kAdd);
    CHECK(difference(c, added, kRounding<T>) == "");

    c = before;
    product_nn(a.view(), b.view(), c.view(), Write::kReplace);
    CHECK(difference(c, replaced, kRounding<T>) == "");
    c = before;
    product_nn(a.view(), b.view(), c.view(), Write::kAdd);
    CHECK(difference(c, added, kRounding<T>) == "");

    c = before;
    product_tn(a_t.view(), b.view(), c.view(), Write::kReplace);
    CHECK(difference(c, replaced, kRounding<T>) == "");
    c = before;
    product_tn(a_t.view(), b.view(), c.view(), Write::kAdd);
    CHECK(difference(c, added, kRounding<T>) == "");
  }
}

TEST_CASE("a product does not read what it replaces", "[ops][product]") {
  Matrix<double> a(2, 2, {1, 2, 3, 4}), b(2, 2, {5, 6, 7, 8}), c(2, 2, std::nan(""));
  product_nn(a.view(), b.view(), c.view(), Write::kReplace);
  CHECK(c == Matrix<double>(2, 2,
                            {19, 22,  //
                             43, 50}));
  Matrix<double> row(1, 2, std::nan(""));
  product_nt({a.view().row(0), 1, 2}, b.view(), row.view(), Write::kReplace);
  CHECK(row == Matrix<double>(1, 2, {17, 23}));
}
