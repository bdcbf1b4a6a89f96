"""`python -m sesaku` is `sesaku`."""

from sesaku.app import main

if __name__ == "__main__":
    main()
