"""The machinery behind the generated constructs."""
