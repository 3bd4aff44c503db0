// Catch2 2 needs its main once per executable; version 3 brings its own.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
