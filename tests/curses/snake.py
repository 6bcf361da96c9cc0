"""A snake that moves with each key: a window of its own, arrow keys, line drawing, the end by an exception."""
import curses
import random


def place_food(window, snake, height, width):
    while True:
        food = random.randint(1, height - 2), random.randint(1, width - 2)
        if food not in snake:
            window.addch(*food, curses.ACS_DIAMOND, curses.color_pair(2) | curses.A_BOLD)
            return food


def main(screen):
    random.seed(7)
    curses.curs_set(0)
    curses.init_pair(1, curses.COLOR_GREEN, curses.COLOR_BLACK)
    curses.init_pair(2, curses.COLOR_RED, curses.COLOR_BLACK)
    height, width = 8, 30
    window = curses.newwin(height, width, 2, 5)
    window.keypad(True)
    window.border()
    snake = [(4, 6), (4, 5), (4, 4)]
    for part in snake:
        window.addch(*part, curses.ACS_CKBOARD, curses.color_pair(1))
    food = place_food(window, snake, height, width)
    step = {curses.KEY_UP: (-1, 0), curses.KEY_DOWN: (1, 0), curses.KEY_LEFT: (0, -1), curses.KEY_RIGHT: (0, 1)}
    points = 0
    while True:
        window.addstr(0, 2, f" {points} ")
        key = window.getch()
        if key not in step:
            continue
        head = snake[0][0] + step[key][0], snake[0][1] + step[key][1]
        if head in snake or head[0] in (0, height - 1) or head[1] in (0, width - 1):
            raise SystemExit(f"{points} points")
        snake.insert(0, head)
        window.addch(*head, curses.ACS_CKBOARD, curses.color_pair(1))
        if head == food:
            points += 1
            food = place_food(window, snake, height, width)
        else:
            window.addch(*snake.pop(), " ")


curses.wrapper(main)
