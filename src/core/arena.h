#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <vector>

namespace regard {

/// Memory for one pass: allocation moves a pointer, `reset` takes everything back at once and keeps the blocks for the next pass.
/// What lives here is never destroyed, so only trivially destructible things may.
class Arena {
 public:
  static constexpr std::size_t kAlignment = 64;  ///< a cache line, and the widest vector register
  static constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  /// Uninitialised room for `count` objects of T, aligned to a cache line. Valid until `reset`.
  template <class T>
  T* allocate(std::size_t count) {
    return static_cast<T*>(allocate_bytes(count * sizeof(T)));
  }

  /// Forgets everything allocated. After a pass that needed several blocks, the next gets one block of the whole size.
  void reset() {
    if (blocks_.size() > 1) {
      std::size_t total = 0;
      for (const Block& block : blocks_) total += block.size;
      blocks_.clear();
      blocks_.push_back(make_block(total));
    }
    used_ = 0;
  }

 private:
  struct Free {
    void operator()(std::byte* memory) const { ::operator delete(memory, std::align_val_t{kAlignment}); }
  };
  struct Block {
    std::unique_ptr<std::byte, Free> memory;
    std::size_t size;
  };

  static Block make_block(std::size_t size) {
    return {std::unique_ptr<std::byte, Free>(static_cast<std::byte*>(::operator new(size, std::align_val_t{kAlignment}))), size};
  }

  void* allocate_bytes(std::size_t bytes) {
    bytes = (bytes + kAlignment - 1) / kAlignment * kAlignment;
    if (blocks_.empty() || used_ + bytes > blocks_.back().size) {
      blocks_.push_back(make_block(bytes > kBlockBytes ? bytes : kBlockBytes));
      used_ = 0;
    }
    void* memory = blocks_.back().memory.get() + used_;
    used_ += bytes;
    return memory;
  }

  std::vector<Block> blocks_;
  std::size_t used_ = 0;  ///< bytes taken from the last block
};

}  // namespace regard
