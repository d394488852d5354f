# The formula of a release. packaging/homebrew/fill writes it from this template, with the version
# and the checksums of the archives.
class Dechaff < Formula
  desc "Main content of web pages, without menus, banners, appeals and footers"
  homepage "https://github.com/dechaff/dechaff"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "https://github.com/dechaff/dechaff/releases/download/v@VERSION@/dechaff-@VERSION@-aarch64-apple-darwin.tar.gz"
      sha256 "@SHA256:aarch64-apple-darwin@"
    end
    on_intel do
      url "https://github.com/dechaff/dechaff/releases/download/v@VERSION@/dechaff-@VERSION@-x86_64-apple-darwin.tar.gz"
      sha256 "@SHA256:x86_64-apple-darwin@"
    end
  end

  on_linux do
    on_arm do
      url "https://github.com/dechaff/dechaff/releases/download/v@VERSION@/dechaff-@VERSION@-aarch64-unknown-linux-musl.tar.gz"
      sha256 "@SHA256:aarch64-unknown-linux-musl@"
    end
    on_intel do
      url "https://github.com/dechaff/dechaff/releases/download/v@VERSION@/dechaff-@VERSION@-x86_64-unknown-linux-musl.tar.gz"
      sha256 "@SHA256:x86_64-unknown-linux-musl@"
    end
  end

  def install
    bin.install "dechaff"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/dechaff.bash" => "dechaff"
    zsh_completion.install "completions/_dechaff"
    fish_completion.install "completions/dechaff.fish"
  end

  test do
    page = "<title>A</title><article><p>" + ("The bridge over the river is open again. " * 9) + "</p></article>"
    assert_match "The bridge", pipe_output("#{bin}/dechaff --no-config -f text", page)
    assert_match version.to_s, shell_output("#{bin}/dechaff --version")
  end
end
