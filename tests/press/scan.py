"""Makes a scan of a PDF: pages as grey pictures, a little askew, with noise, as JPEG; no text is left in the file."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def scan(
    source: Path, target: Path, *, dpi: int = 200, skew: tuple[float, float] = (0.3, 0.8), noise: float = 6.0, quality: int = 45
) -> None:
    """Write `target`, an image-only copy of `source`.

    `skew` is the range of degrees a page is turned by (either way), `noise` the standard deviation of the grey levels.
    Drawn from a generator seeded with the file's name, so the same input gives the same bytes.
    """
    rl_config.invariant, rl_config.useA85 = 1, 0
    random = np.random.default_rng([dpi, *source.stem.encode()])
    pdf = pypdfium2.PdfDocument(source)
    canvas = Canvas(str(target), pageCompression=1)
    for page in pdf:
        size = page.get_size()
        sheet = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        angle = random.uniform(*skew) * random.choice([-1, 1])
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(jpeg(sheet, angle, random, noise, quality)), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    pdf.close()
    rl_config.useA85 = 1


def jpeg(sheet: Image.Image, angle: float, random: np.random.Generator, noise: float, quality: int) -> io.BytesIO:
    """A page as the glass saw it: turned, slightly soft, paper not quite white, grainy where there is ink."""
    sheet = sheet.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.5))
    levels = np.asarray(sheet, dtype=np.float32) * 0.92 + 14
    levels += random.normal(0, noise, levels.shape)
    shown = Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=quality)
    out.seek(0)
    return out
