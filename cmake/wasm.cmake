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
