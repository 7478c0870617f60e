# Peer of thumbnails: Pillow. Arguments: target folder, picture files.
import os
import sys

from PIL import Image

target, *files = sys.argv[1:]
for file in files:
    with Image.open(file) as picture:
        picture.thumbnail((300, 300), Image.LANCZOS)
        name = os.path.splitext(os.path.basename(file))[0]
        picture.save(os.path.join(target, name + ".webp"), quality=85, method=4)
