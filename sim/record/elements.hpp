#pragma once
// From element names to C++ types and back.

#include <cstdint>
#include <type_traits>

#include "sim/core/error.hpp"
#include "sim/record/schema.hpp"

namespace alongside::record {

/// Calls `action` with a zero of the C++ type of a numeric element; text breaks the contract.
template <class Action>
decltype(auto) with_type(Element element, Action&& action) {
  switch (element) {
    case Element::u8: return action(std::uint8_t{});
    case Element::u16: return action(std::uint16_t{});
    case Element::i32: return action(std::int32_t{});
    case Element::i64: return action(std::int64_t{});
    case Element::f32: return action(float{});
    case Element::f64: return action(double{});
    case Element::text: break;
  }
  throw InternalError("text where a number belongs");
}

/// The element that holds a C++ number type exactly.
template <class T>
constexpr Element element_of() {
  if constexpr (std::is_same_v<T, std::uint8_t>) return Element::u8;
  if constexpr (std::is_same_v<T, std::uint16_t>) return Element::u16;
  if constexpr (std::is_same_v<T, std::int32_t>) return Element::i32;
  if constexpr (std::is_same_v<T, std::int64_t>) return Element::i64;
  if constexpr (std::is_same_v<T, float>) return Element::f32;
  if constexpr (std::is_same_v<T, double>) return Element::f64;
  return Element::text;
}

/// Whether the element is f32 or f64.
constexpr bool is_float(Element element) { return element == Element::f32 || element == Element::f64; }

}  // namespace alongside::record
