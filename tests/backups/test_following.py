"""Copying as it is written: what comes back is the last step, and what is missing is told."""

import random
import shutil
from dataclasses import replace

import pytest
from pyrage import x25519

from clinic.backups.following import FOLDER
from clinic.backups.making import opened
from clinic.domain.clinic.backups import NotABackup
from clinic.key_files import write_keys
from tests.backups.followed import Followed
from tests.cast import NOW


def test_the_last_step_comes_back(scene: Followed) -> None:
    follower = scene.follower()
    for _ in range(5):
        scene.write(follower)
    assert follower.step() is None
    follower.close()
    assert scene.brought() == scene.writing.written == 25


def test_any_moment_between_comes_back(scene: Followed) -> None:
    follower = scene.follower()
    moments = []
    for _ in range(4):
        scene.write(follower)
        moments.append((scene.now, scene.writing.written))
    follower.close()
    assert [scene.brought(until=at) for at, _ in moments] == [count for _, count in moments]
    with pytest.raises(NotABackup, match="take the one before"):
        scene.brought(until=NOW)


def test_one_that_begins_again_goes_on_from_where_it_stood(scene: Followed) -> None:
    first = scene.follower()
    scene.write(first)
    first.close()
    scene.writing.write()
    scene.writing.begin_log_anew()
    scene.writing.write()
    second = scene.follower()
    assert not second.is_new
    step = second.step()
    assert step is not None
    assert len(step.numbers) < step.pages
    second.close()
    assert scene.brought() == scene.writing.written


def test_one_that_was_killed_behind_a_step_goes_on(
    scene: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step was sealed and is not in its own copy: the next one takes its place."""

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    first = scene.follower()
    scene.write(first)
    with monkeypatch.context() as during:
        during.setattr("clinic.backups.following.put_pages", killed)
        with pytest.raises(KeyboardInterrupt):
            scene.write(first)
    first.close()
    second = scene.follower()
    assert not second.is_new
    scene.write(second)
    scene.write(second)
    second.close()
    assert scene.brought() == scene.writing.written
    assert len(scene.steps) == 4


@pytest.mark.parametrize("harm", ["copy", "folder"])
def test_without_its_own_copy_or_its_files_it_starts_over(scene: Followed, harm: str) -> None:
    first = scene.follower()
    scene.write(first)
    first.close()
    if harm == "copy":
        with (scene.settings.data / FOLDER / "copy.db").open("r+b") as file:
            file.seek(4096 * 2 - 30)
            file.write(b"changed")
    else:
        shutil.rmtree(scene.folder)
    second = scene.follower()
    assert second.is_new
    scene.write(second)
    second.close()
    assert scene.brought() == scene.writing.written


def test_a_damaged_copy_gives_no_whole_backup(scene: Followed) -> None:
    follower = scene.follower()
    with (scene.settings.data / FOLDER / "copy.db").open("r+b") as file:
        file.seek(4096 * 3 + 100)
        file.write(bytes(50))
    with pytest.raises(NotABackup):
        scene.make_whole(follower)
    follower.close()
    next_one = scene.follower()
    next_one.close()
    assert next_one.is_new


def test_a_whole_backup_needs_no_step_before_it(scene: Followed) -> None:
    follower = scene.follower()
    for _ in range(3):
        scene.write(follower)
    scene.make_whole(follower)
    for path in scene.steps:
        path.unlink()
    scene.write(follower)
    follower.close()
    assert scene.brought() == scene.writing.written
    assert scene.brought(scene.made[0].path) == 20, "an older one is what it was"


def test_new_keys_come_with_the_steps(scene: Followed) -> None:
    follower = scene.follower()
    more = replace(scene.keys, keys={**scene.keys.keys, "k9": bytes(32)}, current="k9")
    scene.settings.key_file.unlink()
    write_keys(scene.settings.key_file, more)
    scene.write(follower)
    follower.close()
    with opened(scene.made[-1].path, scene.identity, scene.settings) as found:
        assert found.opened.keys == more


def test_every_harm_to_a_step_is_told(scene: Followed) -> None:
    follower = scene.follower()
    for _ in range(4):
        scene.write(follower)
    follower.close()
    chance = random.Random(8)  # noqa: S311 - the same harm at every run
    second, third = scene.steps[1:3]
    whole, other = second.read_bytes(), third.read_bytes()
    at = chance.randrange(len(whole))
    harms = {
        "cut": whole[:at],
        "changed": whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :],
        "swapped": other,
        "empty": b"",
    }
    for harm, content in harms.items():
        second.write_bytes(content)
        with pytest.raises(NotABackup, match="step behind it"):
            scene.brought()
        assert scene.brought(until=scene.made[-1].manifest.made_at) == 20, harm
    second.unlink()
    with pytest.raises(NotABackup, match="--until"):
        scene.brought()
    second.write_bytes(whole)
    assert scene.brought() == scene.writing.written


def test_steps_of_another_key_are_told(scene: Followed) -> None:
    follower = scene.follower()
    scene.write(follower)
    follower.close()
    other = replace(scene, identity=x25519.Identity.generate(), folder=scene.folder / "other")
    later = other.follower()
    other.write(later)
    later.close()
    shutil.copyfile(other.steps[0], scene.steps[0])
    with pytest.raises(NotABackup, match="another backup key"):
        scene.brought(scene.made[0].path)
