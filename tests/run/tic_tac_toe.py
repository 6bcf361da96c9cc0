# Tic-tac-toe with minimax from a position near the end, and a printed game.
LINES = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]


def winner(board):
    for a, b, c in LINES:
        if board[a] == board[b] == board[c] != " ":
            return board[a]
    return None if " " in board else "draw"


def minimax(board, player, depth=0):
    if result := winner(board):
        return {"X": 10 - depth, "O": depth - 10, "draw": 0}[result], None
    best = None
    for cell in range(9):
        if board[cell] != " ":
            continue
        board[cell] = player
        score, _ = minimax(board, "O" if player == "X" else "X", depth + 1)
        board[cell] = " "
        if best is None or (score > best[0] if player == "X" else score < best[0]):
            best = score, cell
    return best


def show(board):
    return "\n-+-+-\n".join("|".join(board[i:i + 3]) for i in (0, 3, 6))


board = list("XO X O   ")
player = "X"
print(show(board))
while not (result := winner(board)):
    score, cell = minimax(board, player)
    board[cell] = player
    print(f"{player} plays {cell} ({score:+d})")
    player = "XO"[player == "X"]
print(show(board), result, sep="\n")
print(winner(list("XXXOO    ")), winner([" "] * 9), winner(list("XOXXOOOXX")))
