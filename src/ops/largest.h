#pragma once

namespace regard {

/// The places of the `count` largest of n numbers, the largest first, of equal ones the first place first. places: room for `count`.
/// Returns how many there are: `count`, or n if that is less.
int find_largest(const float* x, int n, int count, int* places);

}  // namespace regard
