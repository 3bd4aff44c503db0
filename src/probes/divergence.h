#pragma once

#include <span>

namespace regard {

/// TVD = 1/2 sum_k |p_k - q_k|, from 0 to 1: the most probability that can change hands. Summed in double.
/// p, q: distributions over the same things.
template <class T>
double total_variation(std::span<const T> p, std::span<const T> q);

/// JSD = 1/2 KL(p, m) + 1/2 KL(q, m), m = (p + q) / 2 (Lin 1991), in nats: from 0 to ln 2 = 0.69, where p and q share nothing.
template <class T>
double jensen_shannon(std::span<const T> p, std::span<const T> q);

}  // namespace regard
