# The targets perseq::perseq and perseq::static.
get_filename_component(_perseq_lib "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
get_filename_component(_perseq_include "${_perseq_lib}/../include" ABSOLUTE)

if(NOT TARGET perseq::perseq)
  add_library(perseq::perseq SHARED IMPORTED)
  set_target_properties(perseq::perseq PROPERTIES
    IMPORTED_LOCATION "${_perseq_lib}/libperseq.so"
    IMPORTED_SONAME "libperseq.so.0"
    INTERFACE_INCLUDE_DIRECTORIES "${_perseq_include}")
  add_library(perseq::static STATIC IMPORTED)
  set_target_properties(perseq::static PROPERTIES
    IMPORTED_LOCATION "${_perseq_lib}/libperseq.a"
    INTERFACE_LINK_LIBRARIES "gcc_s;pthread;dl;m"
    INTERFACE_INCLUDE_DIRECTORIES "${_perseq_include}")
endif()
