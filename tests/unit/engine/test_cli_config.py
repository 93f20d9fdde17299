"""The user's Terraform CLI configuration keeps what it says when our mirror is added."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provider_lib.engine.cli_config import implied_mirrors, merge_configuration, user_files
from provider_lib.errors import ConfigError

MIRROR = Path("/data/mirror")
ADDRESSES = ["sluice.internal/sluice/sluice"]
HEAD = "# Written by Sluice from your Terraform CLI configuration; edit that instead.\n"
OURS = """
  filesystem_mirror {
    path    = "/data/mirror"
    include = ["sluice.internal/sluice/sluice"]
  }
"""


def merge(folder: Path, text: str, name: str = ".terraformrc") -> str:
    file = folder / name
    file.write_text(text)
    return merge_configuration([file], MIRROR, ADDRESSES, [])


def test_without_settings_only_our_host_comes_from_the_mirror() -> None:
    assert merge_configuration([], MIRROR, ADDRESSES, []) == (
        f'{HEAD}provider_installation {{{OURS}  direct {{\n    exclude = ["sluice.internal/sluice/sluice"]\n  }}\n}}\n'
    )


def test_several_addresses_of_ours_all_come_from_the_mirror(tmp_path: Path) -> None:
    file = tmp_path / ".terraformrc"
    file.write_text("provider_installation {\n  direct {}\n}\n")
    both = [*ADDRESSES, "r.example.com/acme/sluice"]
    listed = '["sluice.internal/sluice/sluice", "r.example.com/acme/sluice"]'
    assert merge_configuration([file], MIRROR, both, []) == (
        f'{HEAD}provider_installation {{\n  filesystem_mirror {{\n    path    = "/data/mirror"\n'
        f"    include = {listed}\n  }}\n\n  direct {{\n    exclude = {listed}}}\n}}\n"
    )


def test_other_settings_stay_as_they_are(tmp_path: Path) -> None:
    text = (
        'plugin_cache_dir = "$HOME/cache" # provider_installation {\ncredentials "app.example" {\n  token = "t{"\n}\n'
    )
    assert merge(tmp_path, text).startswith(HEAD + text)


def test_an_installation_of_ones_own_gets_the_mirror_and_keeps_its_methods_from_our_host(tmp_path: Path) -> None:
    text = """\
disable_checkpoint = true
provider_installation {
  # a brace in a comment: }
  network_mirror {
    url     = "https://mirror.example/{x}/"
    exclude = ["example.com/*/*"]
  }
  filesystem_mirror {
    path = "/usr/share/terraform"
  }
  direct {}
}
"""
    assert merge(tmp_path, text) == HEAD + (
        "disable_checkpoint = true\n"
        f"provider_installation {{{OURS}"
        """
  # a brace in a comment: }
  network_mirror {
    url     = "https://mirror.example/{x}/"
    exclude = ["sluice.internal/sluice/sluice", "example.com/*/*"]
  }
  filesystem_mirror {
    path = "/usr/share/terraform"
  }
  direct {
    exclude = ["sluice.internal/sluice/sluice"]}
}
"""
    )


def test_a_method_that_includes_what_it_wants_is_kept_from_our_host_too(tmp_path: Path) -> None:
    text = 'provider_installation {\n  direct {\n    include = ["*/*/*"]\n  }\n}\n'
    expected = '  direct {\n    exclude = ["sluice.internal/sluice/sluice"]\n    include = ["*/*/*"]\n  }\n'
    assert expected in merge(tmp_path, text)


def test_development_overrides_stay_before_all_other_methods(tmp_path: Path) -> None:
    overrides = '\n  dev_overrides {\n    "example.com/acme/thing" = "/opt/thing/bin"\n  }'
    text = f"provider_installation {{{overrides}\n  direct {{}}\n}}\n"
    excluding = '\n  direct {\n    exclude = ["sluice.internal/sluice/sluice"]}\n}\n'
    assert merge(tmp_path, text) == f"{HEAD}provider_installation {{{overrides}{OURS}{excluding}"


def test_credentials_that_login_stored_as_json_are_kept(tmp_path: Path) -> None:
    text = json.dumps({"credentials": {"app.example": {"token": "abc"}}, "disable_checkpoint": True})
    assert merge(tmp_path, text, "credentials.tfrc.json").startswith(
        f'{HEAD}credentials "app.example" {{\ntoken = "abc"\n}}\ndisable_checkpoint = true\n'
    )


def test_an_installation_in_json_is_refused_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        merge(tmp_path, '{"provider_installation": [{"direct": {}}]}')
    assert caught.value.summary == (
        f"{tmp_path / '.terraformrc'} sets provider_installation in JSON, into which Sluice cannot merge its mirror"
    )
    assert "sluice provider mirror" in caught.value.detail


def test_folders_that_terraform_searches_by_default_are_still_searched(tmp_path: Path) -> None:
    (tmp_path / "example.com" / "acme" / "thing" / "1.0.0").mkdir(parents=True)
    text = merge_configuration([], MIRROR, ADDRESSES, [tmp_path])
    assert text == (
        f"{HEAD}provider_installation {{{OURS}  filesystem_mirror {{\n"
        f'    path    = "{tmp_path}"\n    include = ["example.com/acme/thing"]\n  }}\n'
        '  direct {\n    exclude = ["sluice.internal/sluice/sluice", "example.com/acme/thing"]\n  }\n}\n'
    )


def test_a_named_file_is_the_only_one_that_counts(tmp_path: Path) -> None:
    named = tmp_path / "ci.tfrc"
    named.touch()
    (tmp_path / ".terraformrc").touch()
    environ = {"HOME": str(tmp_path), "TF_CLI_CONFIG_FILE": str(named)}
    assert user_files(environ) == [named]
    assert user_files({**environ, "TF_CLI_CONFIG_FILE": str(tmp_path / "missing")}) == []


def test_the_files_of_the_home_folder_are_read_in_terraforms_order(tmp_path: Path) -> None:
    (tmp_path / ".terraform.d").mkdir()
    names = [".terraformrc", ".terraform.d/a.tfrc", ".terraform.d/credentials.tfrc.json"]
    for name in [*names, ".tofurc"]:
        (tmp_path / name).touch()
    environ = {"HOME": str(tmp_path)}
    assert user_files(environ) == [tmp_path / name for name in names]
    assert user_files(environ, opentofu=True) == [tmp_path / name for name in [".tofurc", *names[1:]]]


def test_implied_mirrors_are_those_that_exist(tmp_path: Path) -> None:
    on_linux = tmp_path / ".local" / "share" / "terraform" / "plugins"
    on_mac = tmp_path / "Library" / "Application Support" / "io.terraform" / "plugins"
    for folder in (on_linux, on_mac):
        folder.mkdir(parents=True)
    environ = {"HOME": str(tmp_path), "XDG_DATA_DIRS": str(tmp_path / "none")}
    assert implied_mirrors(environ, "linux") == [on_linux]
    assert implied_mirrors(environ, "darwin") == [on_mac]
