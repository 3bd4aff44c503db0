# Header-only libraries: Eigen, and nlohmann's JSON. Found outside the sysroot too, for Emscripten builds.
find_path(EIGEN_INCLUDE_DIR Eigen/Core PATHS /usr/include /usr/local/include PATH_SUFFIXES eigen3 NO_CMAKE_FIND_ROOT_PATH)
find_path(JSON_HEADERS nlohmann/json.hpp PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH)
if(NOT EIGEN_INCLUDE_DIR)
  message(FATAL_ERROR "Eigen 3.4 is missing. On Debian and Ubuntu: apt-get install libeigen3-dev")
endif()
if(NOT JSON_HEADERS)
  message(FATAL_ERROR "nlohmann's JSON library is missing. On Debian and Ubuntu: apt-get install nlohmann-json3-dev")
endif()
# Its folder alone: the system's whole include folder would hide Emscripten's own headers.
set(JSON_INCLUDE_DIR ${CMAKE_BINARY_DIR}/include)
file(MAKE_DIRECTORY ${JSON_INCLUDE_DIR})
file(CREATE_LINK ${JSON_HEADERS}/nlohmann ${JSON_INCLUDE_DIR}/nlohmann SYMBOLIC)
