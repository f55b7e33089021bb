"""How colours look to colour-blind readers, in print without colour, and how far apart they are then.

Simulation: Machado, G. M., Oliveira, M. M. & Fernandes, L. A. F. (2009). A physiologically-based model for simulation
of color vision deficiency. IEEE TVCG 15(6), 1291-1298. doi:10.1109/TVCG.2009.113; matrices for severity 1.0, applied to
linear RGB. The matrix for tritanopia is an approximation, as the authors say.
Difference: CIE 1976 L*a*b*, D65 (CIE 15:2004).
"""

import numpy as np

MACHADO = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
SIGHTS = ("normal", *MACHADO, "grey")
_XYZ = np.array(
    ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
)
_WHITE = _XYZ.sum(axis=1)


def linear(color):
    """Linear RGB of ``#rrggbb``, 0 to 1."""
    rgb = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def seen(color, sight):
    """Linear RGB as that reader sees it."""
    rgb = linear(color)
    if sight == "grey":
        return np.repeat(_XYZ[1] @ rgb, 3)
    if sight in MACHADO:
        return np.clip(np.array(MACHADO[sight]) @ rgb, 0, 1)
    return rgb


def lab(rgb):
    ratio = _XYZ @ rgb / _WHITE
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array((116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])))


def apart(a, b, sight):
    """Distance of two colours to that reader: about 2.3 is just noticeable, 10 plain at a glance."""
    return float(np.linalg.norm(lab(seen(a, sight)) - lab(seen(b, sight))))


def grey(color):
    """Brightness of ``#rrggbb`` in print without colour, 0 (black) to 1 (white): luma of ITU-R BT.601-7 (2011)."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
