"""Reads result files of alongside as labelled arrays.

Needs h5py and NumPy; pandas only for frame(). Nothing here computes anything new: it finds datasets by name, keeps their
axes, and takes means and standard errors over the unit that is independent, which is the replicate world or, where the
uncertain parameters were drawn, the draw.

    from alongside import Result
    with Result("study.h5") as r:
        print(r.arms)
        print(r.difference("/summary/qalys", "phone peers"))
"""

import h5py
import numpy as np


class Labelled:
    """An array with the names of its axes, their coordinates, a unit and a meaning."""

    def __init__(self, values, axes, coordinates, unit, long_name):
        self.values = values
        self.axes = axes
        self.coordinates = coordinates
        self.unit = unit
        self.long_name = long_name

    def __repr__(self):
        shape = ", ".join(f"{axis} {size}" for axis, size in zip(self.axes, self.values.shape))
        return f"{self.long_name} [{shape}] {self.unit}".rstrip()

    def at(self, **places):
        """The part at given coordinates, such as arm="phone peers" or replicate=0; those axes go."""
        values, axes = self.values, list(self.axes)
        for axis, wanted in places.items():
            if axis not in axes:
                raise KeyError(f"no axis {axis!r} (there are {', '.join(axes)})")
            found = np.flatnonzero(self.coordinates[axis] == wanted)
            if found.size == 0:
                raise KeyError(f"no {axis} {wanted!r} (there are {', '.join(map(str, self.coordinates[axis]))})")
            values = np.take(values, found[0], axis=axes.index(axis))
            axes.remove(axis)
        return Labelled(values, axes, {axis: self.coordinates[axis] for axis in axes}, self.unit, self.long_name)


class Estimate:
    """A mean with its standard error; spread is the standard deviation between draws, or NaN without draws."""

    def __init__(self, mean, error, spread, unit):
        self.mean, self.error, self.spread, self.unit = mean, error, spread, unit

    def __repr__(self):
        return f"{self.mean:.6g} ± {self.error:.3g} {self.unit}".rstrip()


def _mean(values, axis=None):
    """The mean of the values that are not missing; NaN where all are."""
    present = np.isfinite(values).sum(axis=axis)
    total = np.where(np.isfinite(values), values, 0).sum(axis=axis)
    return np.where(present > 0, total / np.maximum(present, 1), np.nan)


def _error(values):
    values = values[np.isfinite(values)]
    return values.std(ddof=1) / values.size**0.5 if values.size > 1 else np.nan


class Result:
    """An open result. Use it in a with statement, or close it."""

    def __init__(self, path):
        self.file = h5py.File(path, "r")
        kind = self.file.attrs.get("kind")
        if kind != "alongside result":
            self.file.close()
            raise ValueError(f"{path}: no result of alongside")
        if int(self.file.attrs["format_version"]) > 1:
            self.file.close()
            raise ValueError(f"{path}: format {self.file.attrs['format_version']}, but this reader knows 1")

    def close(self):
        self.file.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def attributes(self):
        """What the result was made from: name, seed, revision, scenario and so on."""
        return dict(self.file.attrs)

    @property
    def arms(self):
        return list(self.axis("arm"))

    def axis(self, name):
        """The coordinate of that name."""
        if name not in self.file:
            raise KeyError(f"no axis {name!r}")
        return self._values(self.file[name])

    def datasets(self):
        """Paths of all datasets but the coordinates."""
        found = []

        def visit(name, thing):
            if isinstance(thing, h5py.Dataset) and not h5py.h5ds.is_scale(thing.id):
                found.append("/" + name)

        self.file.visititems(visit)
        return found

    def array(self, path):
        """A dataset as a labelled array. Values of failed worlds are NaN, as far as the dataset holds numbers."""
        if path not in self.file or not isinstance(self.file[path], h5py.Dataset):
            raise KeyError(f"no dataset {path!r}")
        data = self.file[path]
        axes = [self._name(dimension[0]) for dimension in data.dims]
        values = self._values(data)
        if axes[:3] == ["point", "draw", "replicate"] and values.dtype.kind in "iuf":
            failed = self.file["task_status"][...] != 0
            if failed.any():
                values = values.astype(float)
                values[failed] = np.nan
        return Labelled(values, axes, {axis: self.axis(axis) for axis in axes}, data.attrs.get("unit", ""), data.attrs.get("long_name", path))

    def frame(self, path):
        """A dataset as a long pandas table: a column per axis, then the values."""
        import pandas as pd

        array = self.array(path)
        index = pd.MultiIndex.from_product([array.coordinates[axis] for axis in array.axes], names=array.axes)
        return pd.DataFrame({path.split("/")[-1]: array.values.ravel()}, index=index).reset_index()

    def mean(self, path, arm, point=0, **places):
        """The mean of an arm at a design point; other axes, such as follow_up, must be named."""
        return self._estimate(self._worlds(path, arm, point, places), self.array(path).unit)

    def difference(self, path, arm, other=None, point=0, **places):
        """The mean of the paired differences between an arm and another, by default the first."""
        gap = self._worlds(path, arm, point, places) - self._worlds(path, other or self.arms[0], point, places)
        return self._estimate(gap, self.array(path).unit)

    def _worlds(self, path, arm, point, places):
        part = self.array(path).at(point=point, arm=arm, **places)
        if part.axes != ["draw", "replicate"]:
            raise ValueError(f"{path} has more axes: name {', '.join(part.axes[2:])} too")
        return part.values.astype(float)

    @staticmethod
    def _estimate(worlds, unit):
        if worlds.shape[0] == 1:
            return Estimate(float(_mean(worlds)), float(_error(worlds.ravel())), np.nan, unit)
        draws = _mean(worlds, axis=1)
        draws = draws[np.isfinite(draws)]
        spread = float(draws.std(ddof=1)) if draws.size > 1 else np.nan
        return Estimate(float(_mean(draws)), float(_error(draws)), spread, unit)

    @staticmethod
    def _name(scale):
        return scale.name.split("/")[-1]

    @staticmethod
    def _values(data):
        return data.asstr()[...] if h5py.check_string_dtype(data.dtype) else data[...]
