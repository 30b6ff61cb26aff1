"""Opens a result with other people's readers: ncdump, h5py, netCDF4, xarray with both engines.

Usage: open_result.py R.h5      Exit code 0 when all that are installed read the same values.
"""

import shutil
import subprocess
import sys

import h5py
import numpy as np


def groups_of(file):
    """Paths of the root and all groups."""
    found = ["/"]
    file.visititems(lambda name, thing: found.append("/" + name) if isinstance(thing, h5py.Group) else None)
    return found


def check_h5py(path):
    """Every axis of every dataset is a scale that its group knows under the same name."""
    with h5py.File(path, "r") as file:
        assert file.attrs["kind"] == "alongside result"
        for group in groups_of(file):
            for name, dataset in file[group].items():
                if not isinstance(dataset, h5py.Dataset) or h5py.h5ds.is_scale(dataset.id):
                    continue
                for dimension in dataset.dims:
                    scale = dimension[0]
                    axis = scale.attrs["NAME"].decode()
                    assert file[group][axis] == scale, (group, name, axis)
                    references = {(file[r].name, int(d)) for r, d in scale.attrs["REFERENCE_LIST"]}
                    assert any(d == dataset.name for d, _ in references), (dataset.name, references)
        return groups_of(file)


def check_ncdump(path, groups):
    if not shutil.which("ncdump"):
        print("skipped: no ncdump here")
        return
    text = subprocess.run(["ncdump", path], check=True, capture_output=True, text=True).stdout
    for group in groups[1:]:
        assert f"group: {group.split('/')[-1]} {{" in text, group
    assert "double epds(point, draw, replicate, arm)" in text
    assert "phony" not in subprocess.run(["ncdump", "-h", path], check=True, capture_output=True, text=True).stdout


def check_xarray(path, groups):
    try:
        import xarray
    except ImportError:
        print("skipped: no xarray here")
        return
    for engine, module in (("netcdf4", "netCDF4"), ("h5netcdf", "h5netcdf")):
        try:
            __import__(module)
        except ImportError:
            print(f"skipped: no {module} here")
            continue
        for group in groups:
            with xarray.open_dataset(path, engine=engine, group=group) as data, h5py.File(path, "r") as file:
                data.load()
                for name, variable in data.variables.items():
                    check_values(f"{engine} {group} {name}", variable, file[group][name])
                for name in data.data_vars:
                    assert set(data[name].dims) <= set(data.coords), (engine, group, name)


def check_values(what, variable, stored):
    values = stored.asstr()[...] if h5py.check_string_dtype(stored.dtype) else stored[...]
    if "_FillValue" in variable.encoding:
        values = np.where(values == variable.encoding["_FillValue"], np.nan, values.astype(float))
    got = variable.values
    if values.dtype == object:
        got = np.array(["" if text is None else text for text in got.ravel()], object).reshape(got.shape)
    assert got.shape == values.shape, what
    if values.dtype.kind == "f":
        assert np.array_equal(got, values, equal_nan=True), what
    else:
        assert got.dtype.kind == values.dtype.kind, (what, got.dtype, values.dtype)
        assert np.array_equal(got, values), what


def main():
    path = sys.argv[1]
    groups = check_h5py(path)
    check_ncdump(path, groups)
    check_xarray(path, groups)


main()
