# The page's binary: Embind bindings over the core. One build folder for SIMD, one for the scalar binary.
file(GLOB wasm_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/wasm/*.cpp)
add_executable(regard ${wasm_sources})
target_link_libraries(regard PRIVATE regard_translation regard_probes regard_tasks regard_training)
# What is called from JavaScript is short and seldom runs: small is better there. The work is done in the layers' libraries.
target_compile_options(regard PRIVATE -std=c++20 -Os)
set_source_files_properties(${CMAKE_CURRENT_SOURCE_DIR}/src/probes/layer_race.cpp TARGET_DIRECTORY regard_probes PROPERTIES COMPILE_OPTIONS -Os)
set_target_properties(regard PROPERTIES SUFFIX ".mjs")
target_link_options(regard PRIVATE --bind -O3
  -sMODULARIZE=1 -sEXPORT_ES6=1 -sENVIRONMENT=web,worker,node -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0
  -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=67108864 -sMALLOC=emmalloc)

# The binary that the page begins with: it reads models and translates, and can do nothing else. What it is made of is compiled once more,
# without any backward pass and without exceptions, and without Embind and its glue.
function(reader_part name optimise)
  set(sources)
  foreach(layer ${ARGN})
    file(GLOB layer_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/${layer}/*.cpp)
    list(APPEND sources ${layer_sources})
  endforeach()
  # What a translation needs none of.
  list(FILTER sources EXCLUDE REGEX "/(alpha_policy|steered_decoding|bleu|learn_byte_pairs|pairs)\\.cpp$")
  add_library(${name} OBJECT ${sources})
  target_link_libraries(${name} PUBLIC regard_flags)
  target_compile_definitions(${name} PUBLIC REGARD_READER)
  target_compile_options(${name} PUBLIC -std=c++20 -fno-exceptions -fno-rtti PRIVATE ${optimise})
endfunction()
# The work is done in ops. What calls it is run often, but short; a model is read once.
reader_part(reader_ops -O3 ops)
reader_part(reader_nets -Oz nets)
reader_part(reader_files -Oz text translation wasm/reader)
target_sources(reader_files PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src/wasm/arrays.cpp ${CMAKE_CURRENT_SOURCE_DIR}/src/wasm/traced.cpp)
add_executable(reader $<TARGET_OBJECTS:reader_ops> $<TARGET_OBJECTS:reader_nets> $<TARGET_OBJECTS:reader_files>)
set_target_properties(reader PROPERTIES SUFFIX ".wasm" LINKER_LANGUAGE CXX)
target_link_options(reader PRIVATE -Oz --no-entry -sSTANDALONE_WASM=1 -sFILESYSTEM=0 -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=67108864
  -sMALLOC=emmalloc -sERROR_ON_UNDEFINED_SYMBOLS=0)

# The kernels' tests in WebAssembly, where parts of them are other code than natively: `./run test` builds them and runs them in Node.
# Catch2 2 is one header; version 3 would have to be compiled for WebAssembly too.
find_path(CATCH2_HEADERS catch2/catch.hpp PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH)
if(CATCH2_HEADERS)
  file(CREATE_LINK ${CATCH2_HEADERS}/catch2 ${CMAKE_BINARY_DIR}/include/catch2 SYMBOLIC)
  include(cmake/kernel_tests.cmake)
  add_executable(test_kernels EXCLUDE_FROM_ALL tests/main.cpp ${kernel_tests} ${kernels})
  target_link_libraries(test_kernels PRIVATE regard_flags)
  target_include_directories(test_kernels PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/tests)
  target_compile_definitions(test_kernels PRIVATE CATCH_CONFIG_NO_POSIX_SIGNALS)
  target_compile_options(test_kernels PRIVATE -O1 -fexceptions)
  set_target_properties(test_kernels PROPERTIES SUFFIX ".cjs")
  target_link_options(test_kernels PRIVATE -O1 -fexceptions -sENVIRONMENT=node -sALLOW_MEMORY_GROWTH=1 -sEXIT_RUNTIME=1)
endif()
