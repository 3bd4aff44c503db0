#include "ops/arrange.h"

#include "catch.h"
#include "gradients.h"

using namespace regard;

namespace {

Var<double> stacked(Tape<double>& tape, const std::vector<Var<double>>& in) { return stack_rows<double>(tape, in); }
Var<double> joined(Tape<double>& tape, const std::vector<Var<double>>& in) { return join_columns<double>(tape, in); }

}  // namespace

TEST_CASE("rows is a view of some rows and of their gradient", "[ops][arrange]") {
  Matrix<double> x(3, 2,
                   {1, 2,  //
                    3, 4,  //
                    5, 6});
  Matrix<double> d_x(3, 2);
  const Var<double> part = rows(x.leaf(&d_x), 1, 2);
  CHECK(Matrix<double>(part.value) == Matrix<double>(2, 2,
                                                     {3, 4,  //
                                                      5, 6}));
  CHECK(part.value.data == x.data.data() + 2);
  CHECK(part.grad == d_x.data.data() + 2);
  CHECK(rows(x.leaf(), 1, 2).grad == nullptr);
  CHECK(rows(x.leaf(), 3, 0).rows() == 0);
}

TEST_CASE("rows refuses a range outside the matrix", "[ops][arrange]") {
  Matrix<double> x(3, 2);
  CHECK_THROWS_AS(rows(x.leaf(), 2, 2), MisuseError);
  CHECK_THROWS_AS(rows(x.leaf(), -1, 1), MisuseError);
  CHECK_THROWS_AS(rows(x.leaf(), 1, -1), MisuseError);
}

TEST_CASE("stacked rows lie below each other, joined columns side by side, columns are cut out", "[ops][arrange]") {
  Matrix<double> a(1, 2, {1, 2}), b(2, 2, {3, 4, 5, 6}), c(2, 1, {7, 8});
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  CHECK(Matrix<double>(stacked(tape, {a.leaf(), b.leaf()}).value) == Matrix<double>(3, 2,
                                                                                    {1, 2,  //
                                                                                     3, 4,  //
                                                                                     5, 6}));
  CHECK(Matrix<double>(joined(tape, {b.leaf(), c.leaf(), b.leaf()}).value) == Matrix<double>(2, 5,
                                                                                             {3, 4, 7, 3, 4,  //
                                                                                              5, 6, 8, 5, 6}));
  CHECK(Matrix<double>(columns(tape, Matrix<double>(2, 3, {1, 2, 3, 4, 5, 6}).leaf(), 1, 2).value) == Matrix<double>(2, 2,
                                                                                                                     {2, 3,  //
                                                                                                                      5, 6}));
  CHECK_THROWS_AS(columns(tape, b.leaf(), 1, 2), MisuseError);
  CHECK_THROWS_AS(columns(tape, b.leaf(), -1, 1), MisuseError);
}

TEST_CASE("resized columns are cut off, or filled up", "[ops][arrange][gradient]") {
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  Matrix<double> x(2, 3, {1, 2, 3, 4, 5, 6});
  CHECK(Matrix<double>(resize_columns(tape, x.leaf(), 2, -9.0).value) == Matrix<double>(2, 2, {1, 2, 4, 5}));
  CHECK(Matrix<double>(resize_columns(tape, x.leaf(), 4, -9.0).value) == Matrix<double>(2, 4, {1, 2, 3, -9, 4, 5, 6, -9}));
  CHECK_THROWS_AS(resize_columns(tape, x.leaf(), -1, 0.0), MisuseError);
  for (int width : {2, 3, 4}) {
    check_gradients([=](Tape<double>& t, const std::vector<Var<double>>& in) { return resize_columns(t, in[0], width, -9.0); }, {x});
  }
}

TEST_CASE("the gradients of stack_rows, join_columns, columns and rows are those of central differences", "[ops][arrange][gradient]") {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Rng rng(seed);
    const int n = random_size(rng, 1, 5), width = random_size(rng, 1, 9), parts = random_size(rng, 1, 4);
    CAPTURE(n, width, parts);
    std::vector<Matrix<double>> tall, wide;
    for (int k = 0; k < parts; ++k) {
      tall.push_back(random_matrix(rng, random_size(rng, 1, 4), width));
      wide.push_back(random_matrix(rng, n, random_size(rng, 1, 6)));
    }
    check_gradients(stacked, tall);
    check_inference(stacked, tall);
    check_gradients(joined, wide);
    check_inference(joined, wide);
    const int from = random_size(rng, 0, width - 1);
    const Operation cut = [=](Tape<double>& tape, const std::vector<Var<double>>& in) { return columns(tape, in[0], from, width - from); };
    check_gradients(cut, {random_matrix(rng, n, width)});
    check_inference(cut, {random_matrix(rng, n, width)});
    const int first = random_size(rng, 0, n - 1);
    // Two overlapping views, so that the gradient of a shared row comes from both.
    const Operation viewed = [=](Tape<double>& tape, const std::vector<Var<double>>& in) {
      return stack_rows<double>(tape, std::vector<Var<double>>{rows(in[0], first, n - first), rows(in[0], 0, first + 1)});
    };
    check_gradients(viewed, {random_matrix(rng, n, width)});
  }
}

TEST_CASE("the same part stacked or joined twice collects both gradients", "[ops][arrange][gradient]") {
  Rng rng(9);
  const Matrix<double> x = random_matrix(rng, 3, 4);
  check_gradients([](Tape<double>& tape, const std::vector<Var<double>>& in) { return stacked(tape, {in[0], in[0]}); }, {x});
  check_gradients([](Tape<double>& tape, const std::vector<Var<double>>& in) { return joined(tape, {in[0], in[0]}); }, {x});
}

TEST_CASE("stack_rows and join_columns refuse no parts and parts that do not fit", "[ops][arrange]") {
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  CHECK_THROWS_AS(stacked(tape, {}), MisuseError);
  CHECK_THROWS_AS(joined(tape, {}), MisuseError);
  CHECK_THROWS_AS(stacked(tape, {tape.make_zero(1, 2), tape.make_zero(1, 3)}), MisuseError);
  CHECK_THROWS_AS(joined(tape, {tape.make_zero(2, 1), tape.make_zero(3, 1)}), MisuseError);
}
