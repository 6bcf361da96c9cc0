def mandelbrot(size):
    total = 0
    for row in range(size):
        y = 2.0 * row / size - 1.0
        for column in range(size):
            x = 3.0 * column / size - 2.0
            zr = zi = 0.0
            for n in range(40):
                zr, zi = zr * zr - zi * zi + x, 2.0 * zr * zi + y
                if zr * zr + zi * zi > 4.0:
                    break
            total += n
    return total
print(mandelbrot(160))
