# The page's binary: Embind bindings over the core. One build folder for SIMD, one for the scalar binary.
file(GLOB wasm_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/wasm/*.cpp)
add_executable(regard ${wasm_sources})
target_link_libraries(regard PRIVATE regard_translation regard_probes regard_tasks)
target_compile_options(regard PRIVATE -std=c++20)
set_target_properties(regard PROPERTIES SUFFIX ".mjs")
target_link_options(regard PRIVATE --bind -O3
  -sMODULARIZE=1 -sEXPORT_ES6=1 -sENVIRONMENT=web,worker,node -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0
  -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=67108864 -sMALLOC=emmalloc)
