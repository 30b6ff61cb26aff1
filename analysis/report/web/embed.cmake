# Makes REPORT_ASSETS, a source file that holds files as text (analysis/report/html/assets.hpp). Run with -DOUTPUT=... by
# the build, it writes that file: `cmake -DOUTPUT=f.cpp "-DNAMES=style;script" "-DFILES=a.css;b.js" -P embed.cmake`.

if(CMAKE_SCRIPT_MODE_FILE)
  set(source "#include \"analysis/report/html/assets.hpp\"\n\nnamespace alongside::report::assets {\n")
  foreach(name file IN ZIP_LISTS NAMES FILES)
    set(text "")
    if(NOT file STREQUAL "none")
      file(READ "${file}" text)
    endif()
    # Compilers limit the length of one literal; neighbours are joined.
    string(APPEND source "const std::string_view ${name} =")
    string(LENGTH "${text}" length)
    set(at 0)
    while(at LESS length OR at EQUAL 0)
      string(SUBSTRING "${text}" ${at} 60000 part)
      string(APPEND source "\n    R\"embedded_text(${part})embedded_text\"")
      math(EXPR at "${at} + 60000")
    endwhile()
    string(APPEND source ";\n")
  endforeach()
  file(WRITE "${OUTPUT}" "${source}\n}  // namespace alongside::report::assets\n")
  return()
endif()

# A file of the library: in the given folder as it is, or in node_modules as npm lays it out; "none" when it is nowhere.
function(find_chart_file name package variable)
  if(ALONGSIDE_CHARTS)
    set(candidates "${ALONGSIDE_CHARTS}/${name}" "${ALONGSIDE_CHARTS}/${package}/build/${name}" "${ALONGSIDE_CHARTS}/${package}/${name}")
  else()
    set(candidates "${PROJECT_SOURCE_DIR}/node_modules/${package}/build/${name}" "${PROJECT_SOURCE_DIR}/node_modules/${package}/${name}")
  endif()
  set(found none)
  foreach(candidate IN LISTS candidates)
    if(found STREQUAL "none" AND EXISTS "${candidate}")
      set(found "${candidate}")
    endif()
  endforeach()
  set(${variable} "${found}" PARENT_SCOPE)
endfunction()

find_chart_file(vega.min.js vega vega_file)
find_chart_file(vega-lite.min.js vega-lite vega_lite_file)
find_chart_file(LICENSE vega licence_file)
if(vega_file STREQUAL "none" OR vega_lite_file STREQUAL "none")
  if(ALONGSIDE_CHARTS)
    message(FATAL_ERROR "ALONGSIDE_CHARTS=${ALONGSIDE_CHARTS} holds no vega.min.js and vega-lite.min.js")
  endif()
  message(STATUS "Report: without pictures (npm ci --ignore-scripts fetches the charts; configure again afterwards)")
  set(vega_file none)
  set(vega_lite_file none)
else()
  message(STATUS "Report: pictures by ${vega_file}")
endif()

set(REPORT_ASSETS ${PROJECT_BINARY_DIR}/generated/report_assets.cpp)
set(asset_files ${PROJECT_SOURCE_DIR}/analysis/report/web/report.css ${PROJECT_SOURCE_DIR}/analysis/report/web/report.js
                ${vega_file} ${vega_lite_file} ${licence_file})
set(asset_inputs ${asset_files})
list(REMOVE_ITEM asset_inputs none)
add_custom_command(OUTPUT ${REPORT_ASSETS}
  COMMAND ${CMAKE_COMMAND} -DOUTPUT=${REPORT_ASSETS} "-DNAMES=style;script;vega;vega_lite;licences" "-DFILES=${asset_files}"
          -P ${PROJECT_SOURCE_DIR}/analysis/report/web/embed.cmake
  DEPENDS ${asset_inputs} ${PROJECT_SOURCE_DIR}/analysis/report/web/embed.cmake
  VERBATIM)
