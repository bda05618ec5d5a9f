"""Reads PWG raster or URF with libcups, which is not ours, and tells what it found as one line of JSON a page."""
import ctypes
import hashlib
import json
import os
import sys

cups = ctypes.CDLL("libcups.so.2")
cups.cupsRasterOpen.restype = ctypes.c_void_p
cups.cupsRasterOpen.argtypes = [ctypes.c_int, ctypes.c_int]
cups.cupsRasterReadHeader2.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
cups.cupsRasterReadPixels.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint]
raster = cups.cupsRasterOpen(os.open(sys.argv[1], os.O_RDONLY), 0)
header = ctypes.create_string_buffer(4096)
while cups.cupsRasterReadHeader2(raster, header):
    number = lambda offset: int.from_bytes(header.raw[offset : offset + 4], sys.byteorder)
    line, height = number(392), number(376)
    pixels = hashlib.sha256()
    row = ctypes.create_string_buffer(line)
    for _ in range(height):
        assert cups.cupsRasterReadPixels(raster, row, line) == line
        pixels.update(row.raw)
    print(json.dumps({"width": number(372), "height": height, "dpi": number(276), "bits": number(388), "pixels": pixels.hexdigest()}))
