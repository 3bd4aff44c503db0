#pragma once

#include <span>

namespace regard {

/// D(p || q) = sum_k p_k ln(p_k / q_k) in nats (Kullback & Leibler 1951), of two distributions over the same things. Where p_k is 0 the
/// term is 0; where q_k alone is 0 the sum is infinite. Never below 0: what rounding leaves there is cut.
double kl_divergence(std::span<const float> p, std::span<const float> q);

/// D(p || q) of p = softmax(p_logits), q = softmax(q_logits); finite. The softmaxes are in float: off by up to about 1e-5 nats.
double kl_divergence_of_logits(std::span<const float> p_logits, std::span<const float> q_logits);

}  // namespace regard
