#pragma once

#include <cstddef>
#include <functional>

namespace regard {

/// Runs work(0) .. work(count - 1) on up to `threads` threads.
void in_parallel(std::size_t count, int threads, const std::function<void(std::size_t)>& work);

}  // namespace regard
