#include "layers/linear.h"

#include "catch.h"
#include "matrix.h"

using namespace regard;

TEST_CASE("a linear layer lays out its weight, then its bias, and applies them", "[layers][linear]") {
  ParameterLayout layout;
  const Linear layer(layout, "bridge", 3, 2);
  REQUIRE(layout.parameters().size() == 2);
  CHECK(layout.parameters()[0].name == "bridge.weight");
  CHECK(layout.parameters()[1].name == "bridge.bias");
  const std::vector<double> values = {1,  2, 3,  //
                                      4,  5, 6,  //
                                      10, 20};
  Matrix<double> x(2, 3,
                   {1, 0, -1,  //
                    2, 1, 0});
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  CHECK(Matrix<double>(layer(Pass<double>{tape, values.data()}, x.leaf()).value) == Matrix<double>(2, 2,
                                                                                                   {8, 18,  //
                                                                                                    14, 33}));
}
