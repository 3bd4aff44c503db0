#pragma once
// Catch2, version 2 (Debian 12, Ubuntu 22.04) or 3.
#ifdef REGARD_CATCH3
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif
