"""Predictions, recap, quiz and glossary."""

import numpy as np
import pytest

from artlab.classroom import check, glossary, lesson, outcome, predict, quiz, recap


def test_outcome_shows_the_guess_beside_what_happens():
    predict("99.a", 0.9)
    text = str(outcome("99.a", np.float32(0.5)))
    assert "Your guess: 0.9." in text and "What happens: 0.5." in text
    assert "off by 0.4: too high" in text and "It cannot tell." in text


@pytest.mark.parametrize(("guess", "close"), [(0.51, True), (0.6, False)])
def test_a_guess_within_the_tolerance_is_close(guess, close):
    predict("99.a", guess)
    assert ("That is close." in str(outcome("99.a", 0.5))) is close


def test_outcome_without_a_guess_says_so():
    assert "You have not guessed." in str(outcome("99.a", 0.5))


def test_dots_ask_the_question_and_record_nothing():
    assert predict("99.a", ...).state == "open"
    assert "You have not guessed." in str(outcome("99.a", 0.5))


def test_a_guess_outside_the_choices_lists_them():
    feedback = predict("99.b", "maybe")
    assert feedback.state == "open" and "'yes'" in str(feedback)


def test_a_choice_is_compared_without_regard_to_case():
    predict("99.b", "No")
    assert "You saw it coming." in str(outcome("99.b", "no"))


@pytest.mark.parametrize("guess", ["0.5", " 0.50 ", "0.5%"])
def test_a_number_in_quotes_is_a_number(guess):
    predict("99.a", guess)
    assert "That is close." in str(outcome("99.a", 0.5))


def test_large_numbers_are_written_without_powers_of_ten():
    predict("99.a", 5000)
    text = str(outcome("99.a", 12345))
    assert "Your guess: 5,000." in text and "off by 7,345: too low" in text and "e+0" not in text


CHOICES = lesson.Prediction("99.b", "p", "w", choices=("0.2", "0.5", "nearer to 3", "nearer to 4"))


@pytest.mark.parametrize(
    ("guess", "words"),
    [(0.5, "It came out otherwise."), (0.2, "You saw it coming."), ("nearer", None)],
)
def test_a_choice_may_be_a_number_and_is_compared_as_a_choice(monkeypatch, guess, words):
    monkeypatch.setattr("artlab.classroom.predicting.find_prediction", lambda name: CHOICES)
    state = predict("99.b", guess).state
    assert state == ("noted" if words else "open")  # "nearer" begins two choices
    assert words is None or words in str(outcome("99.b", "0.2"))


def test_the_first_words_of_one_choice_are_enough(monkeypatch):
    made = lesson.Prediction("99.b", "p", "w", choices=("it falls to 0", "it rises"))
    monkeypatch.setattr("artlab.classroom.predicting.find_prediction", lambda name: made)
    predict("99.b", "It falls")
    assert "You saw it coming." in str(outcome("99.b", "it falls to 0"))


@pytest.mark.parametrize("guess", [object(), [1, 2], None, float("nan"), lambda: 1, "<b>" * 999])
def test_odd_guesses_do_no_harm(guess):
    texts = predict("99.a", guess)._repr_html_() + outcome("99.a", guess)._repr_html_()
    assert "<b>" not in texts and len(texts) < 5000


def test_unknown_predictions_list_the_ones_that_exist():
    assert '"99.a", "99.b"' in str(predict("99.z", 1))


def test_recap_shows_guesses_outcomes_and_exercises():
    predict("99.a", 0.9)
    outcome("99.a", 0.5)
    check("99.1", 0.75)
    check("99.1", 0.1)  # a later mistake does not take the success away
    check("99.2", 1)
    rows = {row[0].split()[0]: row[1:] for row in recap("99").rows[1:]}
    assert rows == {
        "99.a": ("0.9", "0.5"),
        "99.b": ("–", "–"),
        "99.1": ("✓ right", ""),
        "99.2": ("not yet", ""),
    }


def test_quiz_explains_each_choice():
    made = quiz("99")
    whys = {choice.text: choice.why for choice in made.items[1].choices}
    for index, choice in enumerate(made.items[1].choices):
        feedback = made.answer(2, "ABC"[index])
        assert whys[choice.text] in str(feedback) and feedback.right is choice.correct
        assert whys[choice.text] in made.items[1].verdict.value


def test_quiz_button_reads_the_radio_buttons():
    item = quiz("99").items[0]
    item.radio.index = [choice.correct for choice in item.choices].index(True)
    item.button.click()
    assert "Right" in item.verdict.value


def test_quiz_without_a_choice_asks_for_one():
    made = quiz("99")
    made.items[0].button.click()
    assert "Choose an answer first." in made.items[0].verdict.value and made.num_right == 0


def test_quiz_counts_what_is_right():
    made = quiz("99")
    for number, item in enumerate(made.items, 1):
        letters = "ABC"
        made.answer(number, letters[[choice.correct for choice in item.choices].index(True)])
    assert made.num_right == 5 and "5 of 5 right." in made.score.value


def test_quiz_order_depends_on_the_seed_only():
    assert repr(quiz("99", seed=1)) == repr(quiz("99", seed=1)) != repr(quiz("99", seed=2))


def test_quiz_places_the_right_answer_everywhere():
    places = {
        [choice.correct for choice in item.choices].index(True)
        for seed in range(5)
        for item in quiz("99", seed).items
    }
    assert places == {0, 1, 2}


def test_quiz_is_plain_text_without_a_front_end():
    text = repr(quiz("99"))
    assert text.count("right one") == 5 and "1. Question 1 < 6?" in text and "object at" not in text


def test_quiz_escapes_its_questions():
    assert "Question 1 &lt; 6?" in quiz("99").items[0].box.children[0].value


@pytest.mark.parametrize("answer", [(0, "A"), (6, "A"), (1, "Z"), ("x", None), (1, "")])
def test_quiz_answers_that_do_not_exist_are_refused_kindly(answer):
    assert quiz("99").answer(*answer).state == "unknown"


def test_questions_have_exactly_one_correct_choice():
    with pytest.raises(ValueError, match="exactly one correct"):
        lesson.Question("p", [lesson.Choice("a", True, "w"), lesson.Choice("b", True, "w")])


@pytest.mark.parametrize("show", [quiz, glossary, recap])
def test_unknown_lessons_get_a_friendly_line(show):
    assert "There is no lesson" in str(show("42"))


def test_glossary_shows_both_languages_in_order_and_escaped():
    found = glossary("99")
    assert [row[0] for row in found.rows] == ["English", "critic", "latent vector"]
    assert "潜变量" in str(found) and "scores &lt; probabilities" in found._repr_html_()
