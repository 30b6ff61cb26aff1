#include "sim/process/tally_kernel.hpp"

#include <algorithm>

#include "sim/core/numeric.hpp"

namespace alongside::process {
namespace {

/// 64 bytes at a time, whatever the machine's vectors: the compiler splits them where it must.
using Words [[gnu::vector_size(64)]] = std::uint64_t;
using Reals [[gnu::vector_size(64)]] = float;

struct AddKernel {
  const TallySource* sources;
  std::size_t count;
  BlockView view;
  int begin, end;
  double* sums;

  /// Sum of 256 bytes: neighbours are paired in 16 bits, which 64 pairs cannot overflow.
  [[gnu::always_inline]] static std::int64_t bytes(const std::uint8_t* v) {
    Words part{};
    for (int i = 0; i < 4; ++i) {
      Words w;
      __builtin_memcpy(&w, v + 64 * i, 64);
      part += (w & 0x00ff00ff00ff00ffull) + ((w >> 8) & 0x00ff00ff00ff00ffull);
    }
    part = (part & 0x0000ffff0000ffffull) + ((part >> 16) & 0x0000ffff0000ffffull);
    return halves(part);
  }

  /// Sum of 256 sixteen-bit numbers.
  [[gnu::always_inline]] static std::int64_t shorts(const std::uint16_t* v) {
    Words part{};
    for (int i = 0; i < 8; ++i) {
      Words w;
      __builtin_memcpy(&w, v + 32 * i, 64);
      part += (w & 0x0000ffff0000ffffull) + ((w >> 16) & 0x0000ffff0000ffffull);
    }
    return halves(part);
  }

  [[gnu::always_inline]] static std::int64_t halves(const Words& part) {
    std::uint64_t sum = 0;
    for (int j = 0; j < 8; ++j) sum += (part[j] & 0xffffffffull) + (part[j] >> 32);
    return static_cast<std::int64_t>(sum);
  }

  /// Sixteen running sums by lane number modulo 16, then added in order.
  [[gnu::always_inline]] static double reals(const float* v) {
    Reals part{};
    for (int i = 0; i < 16; ++i) {
      Reals x;
      __builtin_memcpy(&x, v + 16 * i, 64);
      part += x;
    }
    double sum = 0;
    for (int j = 0; j < 16; ++j) sum += static_cast<double>(part[j]);
    return sum;
  }

  template <class T>
  [[gnu::always_inline]] static std::int64_t counted(const T* v, const TallySource& s) {
    const int level = static_cast<int>(s.level);
    std::int32_t total = 0;
    if (s.count == declare::Count::nonzero)
      for (int l = 0; l < process::lanes; ++l) total += v[l] != 0 ? 1 : 0;
    else if (s.count == declare::Count::equal)
      for (int l = 0; l < process::lanes; ++l) total += v[l] == level ? 1 : 0;
    else
      for (int l = 0; l < process::lanes; ++l) total += v[l] >= level ? 1 : 0;
    return total;
  }

  /// The column itself, or a copy whose lanes outside [begin, end) are 0.
  template <class T>
  [[gnu::always_inline]] const T* inside(const std::byte* at, std::byte* copy) const {
    if (begin == 0 && end == process::lanes) return reinterpret_cast<const T*>(at);
    __builtin_memset(copy, 0, sizeof(T) * process::lanes);
    __builtin_memcpy(copy + sizeof(T) * static_cast<std::size_t>(begin), at + sizeof(T) * static_cast<std::size_t>(begin), sizeof(T) * static_cast<std::size_t>(end - begin));
    return reinterpret_cast<const T*>(copy);
  }

  [[gnu::always_inline]] void lanes() const {
    alignas(64) std::byte copy[4 * process::lanes];
    for (std::size_t i = 0; i < count; ++i) {
      const TallySource& s = sources[i];
      const std::byte* at = view.at(s.storage, s.offset, s.type == TallySource::Type::bytes ? 1 : s.type == TallySource::Type::shorts ? 2 : 4);
      const bool sum = s.count == declare::Count::sum;
      if (s.type == TallySource::Type::bytes) {
        const std::uint8_t* v = inside<std::uint8_t>(at, copy);
        sums[i] = static_cast<double>(sum ? bytes(v) : counted(v, s));
      } else if (s.type == TallySource::Type::shorts) {
        const std::uint16_t* v = inside<std::uint16_t>(at, copy);
        sums[i] = static_cast<double>(sum ? shorts(v) : counted(v, s));
      } else {
        sums[i] = reals(inside<float>(at, copy));
      }
    }
  }
};
SIM_KERNEL(AddKernel)

struct PrepareKernel {
  Preparation p;
  [[gnu::always_inline]] void lanes() const {
    const Preparation k = p;
#pragma omp simd
    for (int l = 0; l < process::lanes; ++l) {
      const int in = k.week - static_cast<int>(k.enrolled[l]);
      k.on[l] = in >= 0 && in < k.horizon ? 1.0f : 0.0f;
      const int age = in + k.enrolled_age[l];
      k.age[l] = age < -40 ? -40 : age > 620 ? 620 : age;
      k.events[l] = 0;
      k.received[l] = 0;
    }
  }
};
SIM_KERNEL(PrepareKernel)

}  // namespace

std::vector<TallySource> tally_sources(const declare::Catalogue& catalogue, const world::Layout& layout) {
  std::vector<TallySource> sources;
  for (const Tally* tally : catalogue.tallies()) {
    if (tally->column == nullptr) continue;
    const declare::ColumnBase& column = *tally->column;
    // A tally's four-byte column is a float by contract (column.hpp).
    const auto type = column.bytes == 1 ? TallySource::Type::bytes : column.bytes == 2 ? TallySource::Type::shorts : TallySource::Type::floats;
    ALONGSIDE_EXPECTS(type != TallySource::Type::floats || tally->count == Count::sum);
    sources.push_back({type, tally->count, column.storage, layout.offset(column), static_cast<float>(tally->level), static_cast<std::uint32_t>(catalogue.index(*tally))});
  }
  return sources;
}

void add_up(core::KernelLevel level, const std::vector<TallySource>& sources, const BlockView& view, int begin, int end, double* sums) {
  run_kernel(level, AddKernel{sources.data(), sources.size(), view, begin, end, sums});
}

void count_bands(const std::uint8_t* scores, int begin, int end, std::uint16_t* bands) {
  // Four tables, so that equal neighbours do not wait for each other's store. Scores above 30 (255: no such person)
  // land in places that nobody reads.
  std::uint16_t table[4][256] = {};
  int l = begin;
  for (; l + 4 <= end; l += 4) {
    ++table[0][scores[l]];
    ++table[1][scores[l + 1]];
    ++table[2][scores[l + 2]];
    ++table[3][scores[l + 3]];
  }
  for (; l < end; ++l) ++table[0][scores[l]];
  for (int band = 0; band < 31; ++band) bands[band] = static_cast<std::uint16_t>(table[0][band] + table[1][band] + table[2][band] + table[3][band]);
}

void prepare(core::KernelLevel level, const Preparation& preparation) { run_kernel(level, PrepareKernel{preparation}); }

}  // namespace alongside::process
