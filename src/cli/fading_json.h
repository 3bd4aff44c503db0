#pragma once

#include <nlohmann/json.hpp>

#include "probes/gradient_flow.h"

namespace regard {

/// by_distance ([{steps, count, mean_log10}]), zeros, slope and slope_within_token ({log10_a_step, interval}, or null).
nlohmann::ordered_json fading_json(const Fading& fading);

}  // namespace regard
