#include "core/tensor.h"

#include "catch.h"

using regard::Tensor;

TEST_CASE("a tensor is row-major and borrows its numbers", "[core][tensor]") {
  float numbers[] = {1, 2, 3,  //
                     4, 5, 6};
  const Tensor<float> tensor{numbers, 2, 3};
  CHECK(tensor.size() == 6);
  CHECK(tensor(0, 2) == 3);
  CHECK(tensor(1, 0) == 4);
  CHECK(tensor.row(1) == numbers + 3);
  tensor(1, 1) = 50;
  CHECK(numbers[4] == 50);
}
