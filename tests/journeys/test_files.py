"""Files in answers: by button, by paste, and as they arrive."""

import mailparser
import pytest
from playwright.sync_api import Page, expect

from helpwell.service.tests.running import until
from tests.journeys.conftest import House
from tests.journeys.mail import write
from ui.testing import press

pytestmark = pytest.mark.browser
AIKO = "aiko@tanaka.example"
PASTE = """async (editor) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const data = new DataTransfer();
  data.items.add(new File([blob], "screen.png", { type: "image/png" }));
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  editor.dispatchEvent(new ClipboardEvent("paste", options));
}"""


def test_an_attached_file_and_a_pasted_picture_arrive(ana: Page, house: House):
    write(house, sender=f"Aiko <{AIKO}>", subject="Warranty", text="Do you have the paper?")
    ana.goto("/inbox/open/")
    ana.locator("[data-row]", has_text="Aiko").click()
    editor = ana.locator("#reply-body")
    editor.click()
    ana.keyboard.type("Here it is.")
    with ana.expect_file_chooser() as chooser:
        ana.locator("#panel-reply").get_by_role("button", name="Attach files").click()
    chooser.value.set_files(
        {"name": "warranty é.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 paper"}
    )
    expect(ana.locator(".composer__files .file").first).to_contain_text("warranty é.pdf")
    editor.click()
    editor.evaluate(PASTE)
    expect(editor.locator("img[src*='/files/']")).to_be_visible()
    press(ana, "Control+Enter")
    expect(ana.locator(".message--ours .file")).to_contain_text("warranty é.pdf")
    expect(ana.locator(".message--ours .message__body img")).to_be_visible()

    def answers() -> list[bytes]:
        return [mail.raw for mail in house.sink.mails if AIKO in mail.recipients]

    mail = mailparser.parse_from_bytes(until(answers)[0])
    names = {each["filename"] for each in mail.attachments}
    assert names == {"warranty é.pdf", "screen.png"}
    assert "cid:" in mail.text_html[0]
