# Floating point: a fractal, and the planets of the n-body problem.
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


def bodies(steps):
    system = [[float(i), i * 0.5, -i * 0.25, 0.1 * i, 0.2, -0.1 * i, 1.0 / (i + 1)] for i in range(5)]
    for step in range(steps):
        for i, a in enumerate(system):
            for b in system[i + 1 :]:
                dx, dy, dz = a[0] - b[0], a[1] - b[1], a[2] - b[2]
                force = 0.001 / (dx * dx + dy * dy + dz * dz + 0.01) ** 1.5
                a[3] -= dx * b[6] * force
                a[4] -= dy * b[6] * force
                a[5] -= dz * b[6] * force
                b[3] += dx * a[6] * force
                b[4] += dy * a[6] * force
                b[5] += dz * a[6] * force
        for body in system:
            body[0] += 0.001 * body[3]
            body[1] += 0.001 * body[4]
            body[2] += 0.001 * body[5]
    return sum(map(sum, system))


print(mandelbrot(220), round(bodies(12000), 9))
