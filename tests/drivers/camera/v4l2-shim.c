/* A V4L2 camera's controls behind open and ioctl, for the real v4l2-ctl: /dev/video77. State lives in the file $V4L2_STATE. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define DEVICE "/dev/video77"
static int camera = -1;

/* As a UVC camera: automatic exposure (3), white balance and focus, each with its value; no focus when $V4L2_FIXED is set. */
static struct { unsigned id; const char *name; unsigned type; int min, max, value; unsigned locked_by; int locked_unless; } controls[] = {
  { V4L2_CID_AUTO_WHITE_BALANCE, "White Balance, Automatic", V4L2_CTRL_TYPE_BOOLEAN, 0, 1, 1, 0, 0 },
  { V4L2_CID_WHITE_BALANCE_TEMPERATURE, "White Balance Temperature", V4L2_CTRL_TYPE_INTEGER, 2800, 6500, 4210, 0, 0 },
  { V4L2_CID_EXPOSURE_AUTO, "Auto Exposure", V4L2_CTRL_TYPE_MENU, 0, 3, 3, 0, 0 },
  { V4L2_CID_EXPOSURE_ABSOLUTE, "Exposure Time, Absolute", V4L2_CTRL_TYPE_INTEGER, 3, 2047, 333, V4L2_CID_EXPOSURE_AUTO, 1 },
  { V4L2_CID_FOCUS_ABSOLUTE, "Focus, Absolute", V4L2_CTRL_TYPE_INTEGER, 0, 250, 68, V4L2_CID_FOCUS_AUTO, 0 },
  { V4L2_CID_FOCUS_AUTO, "Focus, Automatic Continuous", V4L2_CTRL_TYPE_BOOLEAN, 0, 1, 1, 0, 0 },
};
enum { COUNT = sizeof controls / sizeof *controls };

static void state(int write) {
  FILE *file = fopen(getenv("V4L2_STATE"), write ? "w" : "r");
  if (!file) return;
  for (int i = 0; i < COUNT; i++) write ? fprintf(file, "%d\n", controls[i].value) : fscanf(file, "%d", &controls[i].value);
  fclose(file);
}
static int count(void) { return getenv("V4L2_FIXED") ? 4 : COUNT; }
static int find(unsigned id) {
  for (int i = 0; i < count(); i++) if (controls[i].id == id) return i;
  return -1;
}
static int query(unsigned *id) {
  if (!(*id & V4L2_CTRL_FLAG_NEXT_CTRL)) return find(*id);
  unsigned after = *id & V4L2_CTRL_ID_MASK; int best = -1;
  for (int i = 0; i < count(); i++) if (controls[i].id > after && (best < 0 || controls[i].id < controls[best].id)) best = i;
  if (best >= 0) *id = controls[best].id;
  return best;
}
static int set(unsigned id, int value) {
  int i = find(id);
  if (i < 0) return EINVAL;
  /* A value that is automatic now cannot be set: the order matters, as with a real camera. */
  if (controls[i].locked_by) { int by = find(controls[i].locked_by); if (by >= 0 && controls[by].value != controls[i].locked_unless) return EACCES; }
  if (value < controls[i].min || value > controls[i].max) return ERANGE;
  controls[i].value = value;
  /* What a cheap camera does: by hand, it falls back to the value of its last owner. */
  if (id == V4L2_CID_EXPOSURE_AUTO && value == 1) controls[find(V4L2_CID_EXPOSURE_ABSOLUTE)].value = 157;
  state(1);
  return 0;
}

static int answer(unsigned long request, void *argument) {
  state(0);
  switch (request) {
    case VIDIOC_QUERYCAP: {
      struct v4l2_capability *cap = argument; memset(cap, 0, sizeof *cap);
      strcpy((char *)cap->driver, "uvcvideo"); strcpy((char *)cap->card, "A camera");
      cap->capabilities = cap->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
      cap->capabilities |= V4L2_CAP_DEVICE_CAPS;
      return 0;
    }
    case VIDIOC_QUERY_EXT_CTRL: {
      struct v4l2_query_ext_ctrl *q = argument; int i = query(&q->id);
      if (i < 0) { errno = EINVAL; return -1; }
      unsigned id = q->id; memset(q, 0, sizeof *q); q->id = id;
      strcpy(q->name, controls[i].name); q->type = controls[i].type; q->minimum = controls[i].min; q->maximum = controls[i].max;
      q->step = 1; q->default_value = controls[i].value; q->elem_size = 4; q->elems = 1;
      return 0;
    }
    case VIDIOC_QUERYMENU: {
      struct v4l2_querymenu *m = argument;
      if (m->index != 1 && m->index != 3) { errno = EINVAL; return -1; }
      strcpy((char *)m->name, m->index == 1 ? "Manual Mode" : "Aperture Priority Mode");
      return 0;
    }
    case VIDIOC_G_EXT_CTRLS: case VIDIOC_S_EXT_CTRLS: case VIDIOC_TRY_EXT_CTRLS: {
      struct v4l2_ext_controls *all = argument;
      for (unsigned n = 0; n < all->count; n++) {
        int i = find(all->controls[n].id), failed = i < 0 ? EINVAL : 0;
        if (!failed && request == VIDIOC_G_EXT_CTRLS) all->controls[n].value = controls[i].value;
        if (!failed && request == VIDIOC_S_EXT_CTRLS) failed = set(all->controls[n].id, all->controls[n].value);
        if (failed) { all->error_idx = n; errno = failed; return -1; }
      }
      return 0;
    }
    case VIDIOC_G_CTRL: { struct v4l2_control *c = argument; int i = find(c->id); if (i < 0) { errno = EINVAL; return -1; } c->value = controls[i].value; return 0; }
    case VIDIOC_S_CTRL: { struct v4l2_control *c = argument; int failed = set(c->id, c->value); if (failed) { errno = failed; return -1; } return 0; }
  }
  /* In another program's hands, whatever would touch the stream is refused. */
  errno = getenv("V4L2_BUSY") ? EBUSY : ENOTTY;
  return -1;
}

static int opened(const char *path) {
  if (strcmp(path, DEVICE)) return -1;
  if (getenv("V4L2_GONE")) { errno = ENODEV; return -2; }
  int (*next)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
  return camera = next("/dev/null", O_RDWR);
}
#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    int fd = opened(path); if (fd == -2) return -1; if (fd >= 0) return fd; \
    va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
    int (*next)(const char *, int, ...) = dlsym(RTLD_NEXT, #name); return next(path, flags, mode); }
OPEN(open)
OPEN(open64)
int __open_2(const char *path, int flags) { return open(path, flags, 0); }
static FILE *uevent(void) {
  static const char said[] = "MAJOR=81\nMINOR=77\nDEVNAME=video77\n";
  int fd = memfd_create("uevent", 0);
  if (write(fd, said, sizeof said - 1) < 0) return NULL;
  lseek(fd, 0, SEEK_SET);
  return fdopen(fd, "r");
}
#define FOPEN(name) \
  FILE *name(const char *path, const char *mode) { \
    if (!strcmp(path, "/sys/dev/char/81:77/uevent")) return uevent(); \
    FILE *(*next)(const char *, const char *) = dlsym(RTLD_NEXT, #name); return next(path, mode); }
FOPEN(fopen)
FOPEN(fopen64)
int stat(const char *path, struct stat *st) {
  if (strcmp(path, DEVICE)) { int (*next)(const char *, struct stat *) = dlsym(RTLD_NEXT, "stat"); return next(path, st); }
  memset(st, 0, sizeof *st); st->st_mode = S_IFCHR | 0660; st->st_rdev = makedev(81, 77);
  return 0;
}
int ioctl(int fd, unsigned long request, ...) {
  va_list rest; va_start(rest, request); void *argument = va_arg(rest, void *); va_end(rest);
  if (fd == camera && fd >= 0) return answer(request, argument);
  int (*next)(int, unsigned long, ...) = dlsym(RTLD_NEXT, "ioctl");
  return next(fd, request, argument);
}
