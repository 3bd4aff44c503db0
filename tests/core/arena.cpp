#include "core/arena.h"

#include <cstdint>
#include <cstring>

#include "catch.h"

using regard::Arena;

TEST_CASE("every allocation is aligned to a cache line", "[core][arena]") {
  Arena arena;
  for (std::size_t count : {1u, 3u, 63u, 64u, 65u, 1000u, 5u}) {
    CHECK(reinterpret_cast<std::uintptr_t>(arena.allocate<char>(count)) % Arena::kAlignment == 0);
    CHECK(reinterpret_cast<std::uintptr_t>(arena.allocate<double>(count)) % Arena::kAlignment == 0);
  }
}

TEST_CASE("allocations do not overlap and keep what was written", "[core][arena]") {
  Arena arena;
  std::vector<std::pair<unsigned char*, std::size_t>> pieces;
  for (int k = 0; k < 200; ++k) {
    const std::size_t size = static_cast<std::size_t>(k * k * 7 % 40000 + 1);
    pieces.push_back({arena.allocate<unsigned char>(size), size});
    std::memset(pieces.back().first, k, size);
  }
  bool intact = true;
  for (int k = 0; k < 200; ++k) {
    const auto [piece, size] = pieces[static_cast<std::size_t>(k)];
    for (std::size_t i = 0; i < size; ++i) intact = intact && piece[i] == k;
  }
  CHECK(intact);
}

TEST_CASE("an allocation larger than a block gets room of its own", "[core][arena]") {
  Arena arena;
  unsigned char* small = arena.allocate<unsigned char>(10);
  const std::size_t size = 3 * Arena::kBlockBytes + 17;
  unsigned char* large = arena.allocate<unsigned char>(size);
  std::memset(small, 1, 10);
  std::memset(large, 2, size);
  CHECK(small[9] == 1);
  CHECK(large[size - 1] == 2);
}

TEST_CASE("after a pass of several blocks the next pass lies in one block", "[core][arena]") {
  constexpr std::size_t kPiece = Arena::kBlockBytes / 4 * 3;  // two do not fit into one block
  Arena arena;
  for (int k = 0; k < 6; ++k) arena.allocate<std::byte>(kPiece);
  arena.reset();
  std::byte* first = arena.allocate<std::byte>(kPiece);
  for (std::size_t k = 1; k < 6; ++k) CHECK(arena.allocate<std::byte>(kPiece) == first + k * kPiece);
}

TEST_CASE("reset takes everything back, and a repeated pass gets the same memory", "[core][arena]") {
  Arena arena;
  for (int k = 0; k < 5; ++k) arena.allocate<std::byte>(Arena::kBlockBytes);
  arena.reset();
  std::byte* first = arena.allocate<std::byte>(Arena::kBlockBytes);
  std::byte* second = arena.allocate<std::byte>(100);
  arena.reset();
  CHECK(arena.allocate<std::byte>(Arena::kBlockBytes) == first);
  CHECK(arena.allocate<std::byte>(100) == second);
}

TEST_CASE("the arena destroys nothing", "[core][arena]") {
  struct Counted {
    int* destroyed;
    ~Counted() { ++*destroyed; }
  };
  int destroyed = 0;
  {
    Arena arena;
    new (arena.allocate<Counted>(1)) Counted{&destroyed};
    arena.reset();
    new (arena.allocate<Counted>(1)) Counted{&destroyed};
  }
  CHECK(destroyed == 0);
}

TEST_CASE("nothing can be allocated, even first", "[core][arena]") {
  Arena arena;
  arena.allocate<double>(0);
  double* one = arena.allocate<double>(1);
  *one = 4.0;
  CHECK(*one == 4.0);
}
