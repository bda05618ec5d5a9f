"""Speaks with one USB fingerprint sensor through libfprint, in a process of its own: a driver in C that hangs or crashes
takes nothing else with it. One JSON object a line. In: {"do": "capture"} and {"do": "cancel"}; the end of input ends it.
Out: ready, absent, gone, scanned, captured (pixels in base 64, rows from the top), cancelled, again (with libfprint's word
for it), failed. Needs python3-gi and gir1.2-fprint-2.0.
"""

import base64
import json
import sys

import gi

gi.require_version("FPrint", "2.0")
from gi.repository import FPrint, Gio, GLib  # noqa: E402

loop = GLib.MainLoop()
state = {"device": None, "cancel": None, "code": 0}


def tell(what, **more):
    sys.stdout.write(json.dumps({"is": what, **more}) + "\n")
    sys.stdout.flush()


def end(what, **more):
    tell(what, **more)
    state["code"] = 1
    loop.quit()


def captured(device, result):
    cancelled = state["cancel"] is None or state["cancel"].is_cancelled()
    state["cancel"] = None
    try:
        image = device.capture_finish(result)
    except GLib.Error as error:
        if cancelled or error.matches(Gio.io_error_quark(), Gio.IOErrorEnum.CANCELLED):
            return tell("cancelled")
        if error.domain == "fp-device-retry-quark" or "retry" in error.domain:
            return tell("again", why=error.message)
        if error.matches(FPrint.DeviceError.quark(), FPrint.DeviceError.REMOVED):
            return end("gone")
        return tell("failed", why=error.message)
    pixels = base64.b64encode(bytes(image.get_data())).decode()
    tell(
        "captured",
        width=image.get_width(),
        height=image.get_height(),
        # Pixels a millimetre, as the device's driver in libfprint states it.
        ppmm=image.get_ppmm(),
        pixels=pixels,
    )


def obey(line):
    device = state["device"]
    try:
        do = json.loads(line).get("do")
    except ValueError:
        return
    if do == "cancel" and state["cancel"]:
        state["cancel"].cancel()
    elif do == "cancel":
        tell("cancelled")
    elif do == "capture" and state["cancel"] is None:
        state["cancel"] = Gio.Cancellable()
        device.capture(True, state["cancel"], captured)


def heard(channel, condition):
    if condition & GLib.IOCondition.IN:
        line = sys.stdin.readline()
        if line:
            obey(line)
            return True
    loop.quit()
    return False


def opened(device, result):
    try:
        device.open_finish(result)
    except GLib.Error as error:
        return end("failed", why=error.message)
    # From here on the sensor is ours.
    GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, heard)
    tell("ready", name=device.get_name(), driver=device.get_driver(), id=device.get_device_id())


def main(wanted):
    context = FPrint.Context()
    context.enumerate()
    can = [d for d in context.get_devices() if d.get_features() & FPrint.DeviceFeature.CAPTURE]
    found = [d for d in can if wanted in ("", d.get_driver(), d.get_device_id())]
    if not found:
        tell("absent")
        return 1
    device = state["device"] = found[0]
    context.connect("device-removed", lambda _context, removed: end("gone") if removed is device else None)
    device.connect("notify::finger-status", lambda d, _: finger(d))
    device.open(None, opened)
    loop.run()
    return state["code"]


def finger(device):
    if device.get_finger_status() & FPrint.FingerStatusFlags.PRESENT:
        tell("scanned")


sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
