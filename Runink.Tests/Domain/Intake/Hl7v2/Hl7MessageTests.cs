using Runink.Domain.Intake.Hl7v2;

namespace Runink.Tests.Domain.Intake.Hl7v2;

public sealed class Hl7MessageTests
{
    private const string Header = "MSH|^~\\&|LAB|HOSP|||20260302080000||ORU^R01|1|P|2.5.1";

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r\r\n\n")]
    public void AnyLineEndEndsASegment(string end)
    {
        var message = Parsed($"{Header}{end}PID|1||7{end}OBX|1|NM{end}OBX|2|ST{end}");

        Assert.Equal(["MSH", "PID", "OBX", "OBX"], message.Segments.Select(segment => segment.Name));
        Assert.Equal([1, 1, 1, 2], message.Segments.Select(segment => segment.Occurrence));
    }

    [Fact]
    public void FieldsAreNumberedAsInTheStandard()
    {
        var message = Parsed($"{Header}\rPID|1||A^^^H1^MR~B&b2^^^H2|x");
        var pid = message.Find("PID")!;

        Assert.Equal("|", message.Header.Raw(1));
        Assert.Equal("^~\\&", message.Header.Raw(2));
        Assert.Equal(("ORU", "R01", "2.5.1"), (message.Header.Get(9), message.Header.Get(9, 2), message.Header.Get(12)));
        Assert.Equal(2, pid.Repetitions(3));
        Assert.Equal(("A", "H1", "MR"), (pid.Get(3), pid.Get(3, 4), pid.Get(3, 5)));
        Assert.Equal(("B", "b2", "H2"), (pid.Get(3, 1, 2), pid.Get(3, 1, 2, 2), pid.Get(3, 4, 2)));
        Assert.Null(pid.Get(3, 1, 3));
        Assert.Null(pid.Get(40));
        Assert.Equal(0, pid.Repetitions(2));
        Assert.Equal("x", pid.Raw(4));
    }

    [Fact]
    public void EmptyAndHl7NullAreNothing()
    {
        var pid = Parsed($"{Header}\rPID|  |\"\"|^^x").Find("PID")!;

        Assert.Null(pid.Get(1));
        Assert.Null(pid.Get(2));
        Assert.Null(pid.Get(3));
        Assert.Equal("x", pid.Get(3, 3));
    }

    [Theory]
    [InlineData("MSH#*!/?#LAB#HOSP", '#', '*', '!', '/', '?')]
    [InlineData("MSH|^~\\&|LAB|HOSP", '|', '^', '~', '\\', '&')]
    [InlineData("MSH\t^~\\&\tLAB\tHOSP", '\t', '^', '~', '\\', '&')]
    public void TheHeaderDeclaresTheDelimiters(string header, char field, char component, char repetition, char escape, char sub)
    {
        var message = Parsed($"{header}\rPID{field}1{field}a{component}b{sub}c{repetition}d{escape}F{escape}e");

        Assert.Equal(new Hl7Delimiters(field, component, repetition, escape, sub), message.Delimiters);
        Assert.Equal(("LAB", "HOSP"), (message.Header.Get(3), message.Header.Get(4)));
        Assert.Equal("c", message.Segments[1].Get(2, 2, 1, 2));
        Assert.Equal($"d{field}e", message.Segments[1].Get(2, 1, 2));
    }

    [Theory]
    [InlineData("a\\F\\b\\S\\c\\R\\d\\T\\e\\E\\f", "a|b^c~d&e\\f")]
    [InlineData("one\\.br\\two", "one\ntwo")]
    [InlineData("\\H\\loud\\N\\", "loud")]
    [InlineData("\\XC3A9\\t\\X41\\", "étA")]
    [InlineData("\\Zlocal\\ \\X4\\ \\XZZ\\", "\\Zlocal\\ \\X4\\ \\XZZ\\")]
    [InlineData("tail\\", "tail\\")]
    [InlineData("\\\\", "\\\\")]
    [InlineData("plain", "plain")]
    public void EscapesAreResolvedAndUnknownOnesStay(string written, string meant) =>
        Assert.Equal(meant, Hl7Escapes.Resolve(written, Hl7Delimiters.Usual));

    [Theory]
    [InlineData("a|b^c~d&e\\f")]
    [InlineData("\\F\\|\\E\\")]
    [InlineData("Ærø | Süd")]
    public void WhatIsEscapedComesBack(string text)
    {
        var escaped = Hl7Escapes.Escape(text, Hl7Delimiters.Usual);

        Assert.Equal(-1, escaped.IndexOfAny(['|', '^', '~', '&']));
        Assert.Equal(text, Hl7Escapes.Resolve(escaped, Hl7Delimiters.Usual));
    }

    [Theory]
    [InlineData("", true, "MSH", 100)]
    [InlineData("PID|1", true, "MSH", 100)]
    [InlineData("MSH|^~", true, "MSH-2", 101)]
    [InlineData("MSH|^~\r&|", true, "MSH-2", 101)]
    [InlineData("MSH|^~^&|LAB", true, "MSH-2", 102)]
    [InlineData("MSH|||||||", true, "MSH-2", 102)]
    [InlineData("MSH|^~\\&|LAB\0", true, null, 102)]
    [InlineData("MSH|^~\\&|LAB\rpid|1", false, "segment 2", 100)]
    [InlineData("MSH|^~\\&|LAB\rPID|1\rOBX^1", false, "segment 3", 100)]
    [InlineData("MSH|^~\\&|LAB\rPI", false, "segment 2", 100)]
    public void WhatIsNoMessageIsRefusedWithItsPlace(string text, bool permanent, string? place, int code)
    {
        Assert.False(Hl7Message.TryParse(text, out var message, out var fault));

        Assert.Null(message);
        Assert.Equal((permanent, place, code), (fault!.Permanent, fault.Place, fault.Code));
        Assert.NotEmpty(fault.Text);
    }

    [Fact]
    public void AHundredThousandSegmentsAreCountedInOnePass()
    {
        var message = Parsed(Header + string.Concat(Enumerable.Repeat("\rOBX|1", 100_000)));

        Assert.Equal(100_000, message.Segments[^1].Occurrence);
    }

    private static Hl7Message Parsed(string text)
    {
        Assert.True(Hl7Message.TryParse(text, out var message, out var fault), fault?.Text);
        return message!;
    }
}
