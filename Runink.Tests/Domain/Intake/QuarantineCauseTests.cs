using Runink.Domain.Intake;

namespace Runink.Tests.Domain.Intake;

public sealed class QuarantineCauseTests
{
    [Theory]
    [InlineData("OBX[2]-5", "OBX[*]-5")]
    [InlineData("OBX[12]-5.1", "OBX[*]-5.1")]
    [InlineData("PID-3.1", "PID-3.1")]
    [InlineData("Bundle.entry[3].resource.name[0].family", "Bundle.entry[*].resource.name[*].family")]
    [InlineData("line 12", "line *")]
    [InlineData("segment 4", "segment *")]
    [InlineData(null, null)]
    public void PlacesOfOneKindAreOne(string? place, string? pattern) => Assert.Equal(pattern, QuarantineCause.Of("LAB", "ORU^R01", place, "Why").Place);

    [Theory]
    [InlineData("The text has 29000 characters; 200 are allowed.", "The text has … characters; … are allowed.")]
    [InlineData("Patient/01JX5T7Q is not a patient known here.", "Patient/… is not a patient known here.")]
    [InlineData("Version 3.0 is not HL7 v2.", "Version 3.0 is not HL7 v2.")]
    [InlineData("MSH-1 and MSH-2 must declare the field separator.", "MSH-1 and MSH-2 must declare the field separator.")]
    [InlineData("The patient has no identifier.", "The patient has no identifier.")]
    public void WhatBelongsToOneMessageIsLeftOut(string reason, string pattern) => Assert.Equal(pattern, QuarantineCause.Of("LAB", "ORU^R01", null, reason).Reason);

    [Fact]
    public void TheKeyIsTheCausesAndNamesNothing()
    {
        var key = QuarantineCause.Of("LAB", "ORU^R01", "OBX[2]-5", "Why").Key;

        Assert.Equal(key, QuarantineCause.Of("LAB", "ORU^R01", "OBX[7]-5", "Why").Key);
        Assert.NotEqual(key, QuarantineCause.Of("LAB", "ORU^R01", "OBX[7]-6", "Why").Key);
        Assert.NotEqual(key, QuarantineCause.Of("LABORU", "^R01", "OBX[7]-5", "Why").Key);
        Assert.Matches("^[0-9a-f]{16}$", key);
    }
}
