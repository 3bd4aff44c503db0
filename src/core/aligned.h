#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace regard {

/// Memory that begins on a cache line. Vectorised sums begin at the first aligned number, so the order in which they add, and with it
/// the last bits, depends on where the numbers lie: what must come out the same twice lies in an arena or in an AlignedVector.
template <class T>
struct AlignedAllocator {
  using value_type = T;
  static constexpr std::align_val_t kAlignment{64};

  AlignedAllocator() = default;
  template <class U>
  AlignedAllocator(const AlignedAllocator<U>&) {}

  T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), kAlignment)); }
  void deallocate(T* memory, std::size_t) { ::operator delete(memory, kAlignment); }

  bool operator==(const AlignedAllocator&) const { return true; }
};

/// A vector whose first element lies on a cache line.
template <class T>
using AlignedVector = std::vector<T, AlignedAllocator<T>>;

}  // namespace regard
