"""Adam in one pass over memory.

Keras writes Adam as some ten operations on every variable. The dense networks are bound by
memory there: TensorFlow's fused kernel does the same arithmetic in one pass.
"""

from __future__ import annotations

import keras

from artlab import runtime

tf = runtime.load("tensorflow")


@keras.saving.register_keras_serializable(package="artlab")
class FusedAdam(keras.optimizers.Adam):
    """`keras.optimizers.Adam` with TensorFlow's fused kernel; same settings, same updates.

    References:
        Kingma & Ba 2015, Adam, algorithm 1 in the reordered form at the end of section 2.
    """

    def update_step(self, gradient, variable, learning_rate):
        """Move one variable, and its two moments, in place."""
        index = self._get_variable_index(variable)
        step = tf.cast(self.iterations + 1, variable.dtype)
        beta_1, beta_2 = (tf.constant(beta, variable.dtype) for beta in (self.beta_1, self.beta_2))
        tf.raw_ops.ResourceApplyAdam(
            var=variable.handle,
            m=self._momentums[index].value.handle,
            v=self._velocities[index].value.handle,
            beta1_power=tf.pow(beta_1, step),
            beta2_power=tf.pow(beta_2, step),
            lr=tf.cast(learning_rate, variable.dtype),
            beta1=beta_1,
            beta2=beta_2,
            epsilon=tf.constant(self.epsilon, variable.dtype),
            grad=gradient,
        )
