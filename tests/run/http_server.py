# A server of the library and a client of the library, on this machine: http.server and urllib.request.
# no trace: the library's modules are long
import http.client
import http.server
import json
import threading
import urllib.error
import urllib.request


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/missing":
            self.send_error(404)
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/here")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.answer(200, f"you asked for {self.path}")

    def do_POST(self):
        data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(201, json.dumps({name: value * 2 for name, value in data.items()}))

    def log_message(self, format, *args):
        print("server:", format % args)


with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
    base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    for path in "/", "/here?x=1", "/moved":
        with urllib.request.urlopen(base + path, timeout=5) as response:
            print(response.status, response.headers["Content-Type"], response.url.removeprefix(base), response.read())
    try:
        urllib.request.urlopen(base + "/missing")
    except urllib.error.HTTPError as error:
        print(error, len(error.read()) > 100)
        error.close()
    question = urllib.request.Request(base + "/double", json.dumps({"a": 1, "b": "x"}).encode(), {"X-Test": "yes"})
    with urllib.request.urlopen(question) as response:
        print(response.status, json.load(response))

    connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
    for path in "/first", "/second":  # over one connection
        connection.request("GET", path)
        response = connection.getresponse()
        print(response.version, response.read())
    connection.close()
    server.shutdown()
    thread.join()
try:
    urllib.request.urlopen(base)
except urllib.error.URLError as error:
    print(error)
