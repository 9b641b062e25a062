"""What a documentation hides: the settings, plugins, patterns and directives by which its generator keeps text back."""
