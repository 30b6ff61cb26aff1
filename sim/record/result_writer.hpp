#pragma once
// Fills an empty HDF5 file with a result, by one sequence of calls that depends on the plan alone.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/record/h5.hpp"
#include "sim/record/layout.hpp"
#include "sim/record/payload.hpp"
#include "sim/record/shard.hpp"

namespace alongside::record {

/// Properties that give the same bytes at every run: 1.8 file format (read by netCDF, h5py and R, and with
/// checksums over its metadata), creation order tracked, no times. `access` starts as H5P_FILE_ACCESS.
h5::Properties creation_properties();
void fix_format(const h5::Properties& access);

/// Writes axes, attributes and fixed datasets at once, the shards in order, and the rest at the end.
/// Throws h5::Failure.
class ResultWriter {
 public:
  /// The layout must outlive the writer.
  ResultWriter(hid_t file, const Layout& layout);
  /// Copies the chunks of the next shard; to be called once per shard, in order.
  void add(const ShardFile& shard);
  /// Failed tasks, back references of the axes and payload_sha, which is returned.
  std::string finish();

 private:
  void make_group(const std::string& path);
  void make_axis(const Axis& axis);
  void make_dataset(const DatasetSpec& spec, const std::vector<std::size_t>& chunk);
  h5::Dataset create(const std::string& path, Element element, const std::vector<std::size_t>& shape,
                     const std::vector<std::size_t>& chunk);
  void write_values(const h5::Dataset& dataset, const std::string& path, const Values& values, Element element);
  void link_axes(const DatasetSpec& spec);
  void attach_axes(const h5::Dataset& dataset, const DatasetSpec& spec);
  void write_failed();
  void write_references();

  hid_t file_;
  const Layout* layout_;
  PayloadHash payload_;
  std::vector<h5::Dataset> datasets_;  // by index; task and world datasets stay open
  std::set<std::string> made_;         // groups and links
  std::vector<FailedTask> failed_;
  std::vector<std::string> axes_;                                             // in order of creation
  std::map<std::string, std::vector<std::pair<std::string, int>>> uses_;      // axis -> datasets, dimension
};

}  // namespace alongside::record
