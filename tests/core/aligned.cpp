#include "core/aligned.h"

#include <cstdint>

#include "catch.h"

using regard::AlignedVector;

TEST_CASE("an aligned vector begins on a cache line, also after it grew and was copied", "[core][aligned]") {
  AlignedVector<float> numbers;
  for (int k = 0; k < 100; ++k) {
    numbers.push_back(static_cast<float>(k));
    CHECK(reinterpret_cast<std::uintptr_t>(numbers.data()) % 64 == 0);
  }
  const AlignedVector<float> copy = numbers;
  CHECK(reinterpret_cast<std::uintptr_t>(copy.data()) % 64 == 0);
  CHECK(copy == numbers);
  CHECK(copy[99] == 99);
}
